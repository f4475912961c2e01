import { linkedMembers } from './linked-members.ts'
import { id, neverVerified, type SeedMember, verified } from './old-member.ts'

export type { SeedMember } from './old-member.ts'

/** The password of every member with one. The members are fictional, so the password is not secret. */
export const oldPassword = 'mokkoji since 2019'

/** When all members joined. */
export const joinedAt = new Date('2019-05-17T10:00:00Z')

/** Members with two accounts, who discover it by adding Kakao or by an identity check. */
const twice: readonly SeedMember[] = [
  {
    id: id(15),
    name: '신유나',
    email: verified('yuna.kakao@example.com'),
    phone: '+821000002015',
    linked: { kakao: '2100000033' },
    note: { ko: '신유나가 카카오로 만들고 잊어버린 계정', en: 'Made with Kakao and forgotten by 신유나' },
  },
  {
    id: id(16),
    name: '하윤서',
    email: verified('yunseo.second@example.com'),
    hasPassword: true,
    note: {
      ko: '개명한 뒤 새로 만든 계정. 본인확인을 하면 예전 계정을 찾음',
      en: 'Made after a change of name. An identity check finds the earlier account',
    },
  },
]

/** Members whom a visitor from a provider matches in full or in part. */
const matching: readonly SeedMember[] = [
  {
    id: id(4),
    name: '서수진',
    email: verified('sujin.seo@example.com'),
    hasPassword: true,
    note: {
      ko: '등장인물과 이메일과 이름이 모두 같은 회원',
      en: 'Has the address and the name of a visitor',
    },
  },
  {
    id: id(5),
    name: '하민주',
    email: verified('minju.ha@example.com'),
    ci: `${'mokkoji2019'.repeat(7)}yunseo012==`,
    note: {
      ko: '본인확인을 했고, 나중에 개명한 회원',
      en: 'Has verified the identity, and changed the name later',
    },
  },
  {
    id: id(6),
    name: '류도원',
    email: verified('dowon.ryu@example.com'),
    hasPassword: true,
    status: 'deactivated',
    note: { ko: '카카오로 로그인해 볼 휴면 회원', en: 'Paused the account. A visitor from Kakao matches' },
  },
  {
    id: id(7),
    name: '문예린',
    email: neverVerified('yerin.moon@example.com'),
    hasPassword: true,
    note: {
      ko: '이전 시스템에서 옮겨 온 회원. 이메일은 인증되지 않음',
      en: 'Imported, with an address that was never verified',
    },
  },
  {
    id: id(8),
    name: '배경호',
    email: verified('kyungho.old@example.com'),
    phone: '+821000002008',
    note: {
      ko: '비밀번호 없이 이메일 인증번호로 로그인하는 회원',
      en: 'Has no password, and signs in with a code by mail',
    },
  },
  {
    id: id(9),
    name: '안지호',
    email: verified('jiho.old@example.com'),
    birth: { year: 1990, monthDay: '0220', calendar: 'solar' },
    hasPassword: true,
    note: { ko: '등장인물과 이름과 생일이 같은 회원', en: 'Has the name and the birthday of a visitor' },
  },
  {
    id: id(10),
    name: '이하은',
    email: verified('haeun.the.member@example.com'),
    hasPassword: true,
    note: { ko: '흔한 이름을 가진 회원', en: 'Has a common name' },
  },
  {
    id: id(11),
    name: '노현석',
    email: verified('hyunseok.noh@example.com'),
    hasPassword: true,
    note: { ko: '예전 계정을 잊고 새로 만든 계정', en: 'Made by a person who forgot the other account' },
  },
  {
    id: id(12),
    name: '노현석',
    email: verified('hyunseok.old@example.com'),
    phone: '+821000002011',
    hasPassword: true,
    note: { ko: '같은 사람이 잊어버린 계정', en: 'The forgotten account of the same person' },
  },
  {
    id: id(34),
    name: '엄병호',
    email: verified('byeongho.eom@example.com'),
    ci: `${'mokkoji2019'.repeat(7)}byeongho1==`,
    status: 'deactivated',
    note: {
      ko: '본인확인을 한 휴면 회원. 네이버로 로그인해 볼 회원',
      en: 'Has verified the identity and paused the account. A visitor from Naver matches',
    },
  },
  {
    id: id(13),
    name: '조민석',
    email: verified('minseok.cho@example.com'),
    hasPassword: true,
    status: 'suspended',
    note: { ko: '카카오로 로그인해 볼 이용 정지 회원', en: 'Is suspended. A visitor from Kakao matches' },
  },
]

/** All members that exist from the start. All are fictional; 010-0000 numbers are never assigned. */
export const oldMembers: readonly SeedMember[] = [
  {
    id: id(14),
    name: '신유나',
    email: verified('yuna.shin@example.com'),
    phone: '+821000002014',
    hasPassword: true,
    note: {
      ko: '비밀번호로 로그인해 카카오를 추가해 볼 회원',
      en: 'Signs in with a password, and can add Kakao',
    },
  },
  ...linkedMembers,
  ...twice,
  ...matching,
]

import type { KakaoPersona } from './kakao-persona.ts'

const mail = (address: string) => ({ address, valid: true, verified: true })
const everything = ['profile_nickname', 'name', 'account_email', 'phone_number'] as const
const connected = { items: everything, terms: ['service', 'privacy'] }

/** People of whom the local service knows something already: see `lib/local/old-members.ts`. */
export const kakaoAcquaintances: readonly KakaoPersona[] = [
  {
    key: 'dohyun',
    id: '2100000021',
    row: 1,
    note: {
      ko: '카카오를 이미 이어 둔 회원. 본인 재확인은 17번, 카카오 추가는 15번, 다른 회원이 추가하면 16번',
      en: 'A member who linked Kakao long ago. Proving presence is case 17, adding it again 15, adding it to another member 16',
    },
    nickname: '도현',
    name: '임도현',
    email: mail('dohyun.lim@example.com'),
    phone: '+82 10-0000-2001',
    already: connected,
  },
  {
    key: 'nayeon',
    id: '2100000022',
    row: 2,
    note: { ko: '계정을 쉬게 해 둔 회원', en: 'A member who paused the account' },
    nickname: '나연',
    name: '백나연',
    email: mail('nayeon.baek@example.com'),
    already: connected,
  },
  {
    key: 'kangmin',
    id: '2100000023',
    row: 3,
    note: { ko: '이용이 정지된 회원', en: 'A member who was suspended' },
    nickname: '강민',
    name: '고강민',
    email: mail('kangmin.ko@example.com'),
    already: connected,
  },
  {
    key: 'sujin',
    id: '2100000024',
    row: 5,
    note: {
      ko: '확인된 이메일과 이름이 한 회원과 모두 같음',
      en: 'A verified address and the name both fit one member',
    },
    nickname: '수진',
    name: '서수진',
    email: mail('sujin.seo@example.com'),
    phone: '+82 10-0000-2004',
  },
  {
    key: 'yunseo',
    id: '2100000025',
    row: 5,
    note: {
      ko: '이름도 연락처도 바뀌었지만 연계정보(CI)가 같음',
      en: 'Name and contacts have changed, but the CI is the same',
    },
    nickname: '윤서',
    name: '하윤서',
    email: mail('yunseo.ha@example.com'),
    ci: `${'mokkoji2019'.repeat(7)}yunseo012==`,
  },
  {
    key: 'dowon',
    id: '2100000026',
    row: 6,
    note: {
      ko: '쉬고 있는 회원과 모두 같음',
      en: 'Everything fits a member who paused the account',
    },
    nickname: '도원',
    name: '류도원',
    email: mail('dowon.ryu@example.com'),
  },
  {
    key: 'yerin',
    id: '2100000027',
    row: 7,
    note: {
      ko: '옮겨 온 회원과 이메일이 같지만, 그 이메일은 인증된 적이 없음. 옛 비밀번호로 증명',
      en: 'The address is that of an imported member, who never verified it. Prove it with the old password',
    },
    nickname: '예린',
    name: '문예린',
    email: mail('yerin.moon@example.com'),
    phone: '+82 10-0000-2007',
  },
  {
    key: 'kyungho',
    id: '2100000028',
    row: 7,
    note: {
      ko: '전화번호만 같음. 회원의 이메일로 받은 코드로 증명',
      en: 'Only the phone number fits. Prove it with a code to the member’s own address',
    },
    nickname: '경호',
    name: '배경호',
    email: mail('kyungho.bae@example.com'),
    phone: '+82 10-0000-2008',
  },
  {
    key: 'jiho',
    id: '2100000029',
    row: 7,
    note: {
      ko: '이름과 생일만 같아, 누구인지 알려 주지 않음',
      en: 'Only name and birthday fit, so nobody is named',
    },
    nickname: '지호',
    name: '안지호',
    email: mail('jiho.ahn@example.com'),
    birthyear: '1990',
    birthday: '0220',
    birthdayType: 'SOLAR',
  },
  {
    key: 'haeun',
    id: '2100000030',
    row: 8,
    note: {
      ko: '이름만 같은 남남',
      en: 'A namesake of a member, and nothing else',
    },
    nickname: '하은',
    name: '이하은',
    email: mail('haeun.lee@example.com'),
  },
  {
    key: 'hyunseok',
    id: '2100000031',
    row: 9,
    note: {
      ko: '이메일은 한 회원과, 전화번호는 다른 회원과 같음',
      en: 'The address is one member’s and the phone number another’s',
    },
    nickname: '현석',
    name: '노현석',
    email: mail('hyunseok.noh@example.com'),
    phone: '+82 10-0000-2011',
  },
  {
    key: 'minseok',
    id: '2100000032',
    row: 10,
    note: {
      ko: '이용이 정지된 회원과 같지만, 증명하기 전에는 그 사실을 알려 주지 않음',
      en: 'Fits a suspended member, which is not given away before proof',
    },
    nickname: '민석',
    name: '조민석',
    email: mail('minseok.cho@example.com'),
  },
]

import type { OidcPersona } from '../oidc/persona.ts'

const mailbox = (name: string) => ({ address: `${name}@gmail.com`, verified: true })
/** An address at a mail service that Google does not run, verified once. */
const elsewhere = (name: string) => ({ address: `${name}@example.com`, verified: true })
/** The same domain as a Google Workspace. */
const workspace = (name: string) => ({ ...elsewhere(name), hd: 'example.com' })

/** People who are new to the local service. */
const newcomers: readonly OidcPersona[] = [
  {
    key: 'seoa',
    id: '101000000000000000001',
    row: 12,
    note: {
      ko: '처음 온 사람. Gmail 주소라 구글이 보증함',
      en: 'A first visit, with a Gmail address that can be trusted',
    },
    name: '김서아',
    email: mailbox('seoa.kim'),
    picture: 'https://img.example.com/seoa.jpg',
  },
  {
    key: 'jinwoo',
    id: '101000000000000000002',
    row: 12,
    note: {
      ko: '이름이 없는 계정. 가입할 때 직접 입력함',
      en: 'The account has no name, so joining asks for a name',
    },
    email: mailbox('jinwoo'),
  },
  {
    key: 'boram',
    id: '101000000000000000003',
    row: 14,
    note: {
      ko: '비밀번호로 로그인한 뒤 ‘구글 추가’에서 고르면 그 회원에게 연결됨',
      en: 'Sign in by password, add Google and choose this account to link it',
    },
    name: '양보람',
    email: mailbox('boram.yang'),
  },
  {
    key: 'subin',
    id: '101000000000000000004',
    row: 18,
    note: {
      ko: '회원이 본인 재확인을 할 때 고르면 다른 사람이라 거절됨',
      en: 'Choose this account when a member re-authenticates: refused as another person',
    },
    name: '표수빈',
    email: mailbox('subin.pyo'),
  },
  {
    key: 'yejun',
    id: '101000000000000000005',
    row: 19,
    note: { ko: '다음 화면에서 ‘취소’를 눌러 보세요', en: 'Press Cancel on the next page' },
    name: '마예준',
    email: mailbox('yejun.ma'),
  },
  {
    key: 'doyeon',
    id: '101000000000000000006',
    row: 20,
    note: { ko: '구글이 토큰을 발급하지 못함', en: 'Google fails to issue a token' },
    name: '방도연',
    email: mailbox('doyeon.bang'),
    trouble: 'token',
  },
  {
    key: 'sehun',
    id: '101000000000000000007',
    row: 25,
    note: { ko: '구글이 코드가 만료되었다고 응답함', en: 'Google reports the code as expired' },
    name: '옥세훈',
    email: mailbox('sehun.ok'),
    trouble: 'code',
  },
]

/** People who match members of the local service: see `lib/local/seed/old-members.ts`. */
const acquaintances: readonly OidcPersona[] = [
  {
    key: 'areum',
    id: '101000000000000000021',
    row: 1,
    note: {
      ko: '구글을 이미 연결한 회원. 본인 재확인은 사례 17, 구글 추가는 사례 15',
      en: 'A member with Google linked. Re-authenticating is case 17, adding Google again case 15',
    },
    name: '진아름',
    email: workspace('areum.jin'),
    consented: true,
  },
  {
    key: 'sangwoo',
    id: '101000000000000000022',
    row: 2,
    note: { ko: '휴면 회원', en: 'A member who paused the account' },
    name: '탁상우',
    email: workspace('sangwoo.tak'),
    consented: true,
  },
  {
    key: 'hyejin',
    id: '101000000000000000023',
    row: 3,
    note: { ko: '이용이 정지된 회원', en: 'A suspended member' },
    name: '봉혜진',
    email: workspace('hyejin.bong'),
    consented: true,
  },
  {
    key: 'sujin',
    id: '101000000000000000024',
    row: 5,
    note: {
      ko: '구글이 운영하는 회사 메일(Workspace)과 이름이 한 회원과 모두 같음',
      en: 'A Workspace address, which Google vouches for, and the name match one member',
    },
    name: '서수진',
    email: workspace('sujin.seo'),
  },
  {
    key: 'dowon',
    id: '101000000000000000025',
    row: 6,
    note: { ko: '휴면 회원과 정보가 모두 같음', en: 'Everything matches a member who paused the account' },
    name: '류도원',
    email: workspace('dowon.ryu'),
  },
  {
    key: 'sujin-before',
    id: '101000000000000000026',
    row: 7,
    note: {
      ko: '주소는 같지만 구글이 예전에 한 번 인증했을 뿐이라, 동의만으로는 부족함',
      en: 'The same address, but Google verified it once, long ago: consent alone is not enough',
    },
    name: '서수진',
    email: elsewhere('sujin.seo'),
  },
  {
    key: 'haeun',
    id: '101000000000000000027',
    row: 8,
    note: { ko: '이름만 같은 다른 사람', en: 'Has the same name as a member, nothing else' },
    name: '이하은',
    email: mailbox('haeun.lee'),
  },
  {
    key: 'minseok',
    id: '101000000000000000028',
    row: 10,
    note: {
      ko: '이용이 정지된 회원과 같지만, 증명하기 전에는 그 사실을 알려 주지 않음',
      en: 'Matches a suspended member, which is not revealed before proof',
    },
    name: '조민석',
    email: workspace('minseok.cho'),
  },
]

/** Everyone who can be chosen at the local Google. */
export const googleCast: readonly OidcPersona[] = [...newcomers, ...acquaintances]

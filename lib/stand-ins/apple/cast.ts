import type { OidcPersona } from '../oidc/persona.ts'

/** An account at Apple. Its id has the form of Apple's own. */
const person = (
  key: string,
  number: number,
  row: number,
  name: string,
  ko: string,
  en: string,
  more: Partial<OidcPersona> = {},
): OidcPersona => ({
  key,
  id: `00${number}.${`${number}`.padStart(32, 'a')}.0100`,
  row,
  name,
  note: { ko, en },
  email: { address: `${key}@example.com`, verified: true },
  ...more,
})

const relay = { address: 'x7k2m9q4wd@privaterelay.appleid.com', verified: true, relay: true } as const

/** Everyone who can be chosen at the local Apple. */
export const appleCast: readonly OidcPersona[] = [
  person('areum', 1001, 1, '차아름', '애플을 이미 연결한 회원', 'A member with Apple linked', {
    consented: true,
  }),
  person(
    'sujin.seo',
    1002,
    7,
    '서수진',
    '주소가 한 회원과 같음. 애플이 한 번 확인한 주소라 본인 증명이 필요함',
    'The address is a member’s. Apple verified it once, so proof is needed',
  ),
  person(
    'byeolha',
    1003,
    12,
    '유별하',
    '처음 온 사람. 아이클라우드 주소',
    'A first visit, with an iCloud address',
    {
      email: { address: 'byeolha@icloud.com', verified: true },
    },
  ),
  person('sumin', 1004, 12, '방수민', '처음 온 사람. 이메일을 가림', 'A first visit that hides its address', {
    email: relay,
  }),
  person(
    'jiho',
    1005,
    14,
    '탁지호',
    '로그인한 뒤 애플을 추가할 때 고를 계정',
    'Sign in, add Apple and choose this account',
  ),
  person(
    'daon',
    1006,
    18,
    '하다온',
    '본인 재확인에서 고르면 거절됨',
    'Choose it to re-authenticate: refused',
  ),
  person('haon', 1007, 19, '맹하온', '다음 화면에서 ‘취소’를 눌러 보세요', 'Press Cancel on the next page'),
  person('garam', 1008, 20, '추가람', '애플이 토큰을 발급하지 못함', 'Apple fails to issue a token', {
    trouble: 'token',
  }),
  person(
    'nari',
    1009,
    25,
    '설나리',
    '애플이 코드가 만료되었다고 응답함',
    'Apple reports the code as expired',
    {
      trouble: 'code',
    },
  ),
]

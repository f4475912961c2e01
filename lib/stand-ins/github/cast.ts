import type { GithubPersona } from './persona.ts'

const primary = (email: string, verified = true) => [{ email, primary: true, verified }]

/** People who are new to the local service. */
const newcomers: readonly GithubPersona[] = [
  {
    key: 'haneul',
    id: 301n,
    row: 12,
    note: { ko: '처음 온 사람', en: 'A first visit' },
    login: 'haneul-dev',
    name: '김하늘',
    emails: [
      { email: 'haneul@users.noreply.github.com', primary: false, verified: true },
      ...primary('haneul.kim@example.com'),
    ],
    publicEmail: 'whoever@example.com',
  },
  {
    key: 'octo',
    id: 302n,
    row: 12,
    note: {
      ko: '이름도, 인증된 이메일도 없는 계정',
      en: 'The account has no name, and its address was never verified',
    },
    login: 'octo',
    emails: primary('octo@example.com', false),
  },
  {
    key: 'gyeoul',
    id: 9_007_199_254_740_993n,
    row: 14,
    note: {
      ko: '비밀번호로 로그인한 뒤 ‘깃허브 추가’에서 고르면 그 회원에게 연결됨 (회원번호가 64비트)',
      en: 'Sign in by password, add GitHub and choose this account to link it (its id has 64 bits)',
    },
    login: 'gyeoul',
    name: '한겨울',
    emails: primary('gyeoul.han@example.com'),
  },
  {
    key: 'bada',
    id: 304n,
    row: 4,
    note: {
      ko: '필수 항목인 이메일을 빼고 동의하는 사람',
      en: 'Agrees to all but the e-mail address, which joining requires',
    },
    login: 'bada-sea',
    name: '강바다',
    emails: primary('bada.kang@example.com'),
    refusesEmail: true,
  },
  {
    key: 'noel',
    id: 305n,
    row: 18,
    note: {
      ko: '회원이 본인 재확인을 할 때 고르면 다른 사람이라 거절됨',
      en: 'Choose this account when a member re-authenticates: refused as another person',
    },
    login: 'noel',
    emails: primary('noel@example.com'),
  },
  {
    key: 'byeol',
    id: 306n,
    row: 19,
    note: { ko: '다음 화면에서 ‘취소’를 눌러 보세요', en: 'Press Cancel on the next page' },
    login: 'byeol',
    name: '우별',
    emails: primary('byeol.woo@example.com'),
  },
  {
    key: 'sol',
    id: 307n,
    row: 20,
    note: { ko: '깃허브가 이메일 요청에 응답하지 않음', en: 'GitHub fails to send the addresses' },
    login: 'sol',
    name: '남솔',
    emails: primary('sol.nam@example.com'),
    trouble: 'emails',
  },
  {
    key: 'ara',
    id: 308n,
    row: 25,
    note: { ko: '깃허브가 코드가 만료되었다고 응답함', en: 'GitHub reports the code as expired' },
    login: 'ara',
    name: '홍아라',
    emails: primary('ara.hong@example.com'),
    trouble: 'code',
  },
]

/** People who match members of the local service: see `lib/local/seed/old-members.ts`. */
const acquaintances: readonly GithubPersona[] = [
  {
    key: 'chanwoo',
    id: 321n,
    row: 1,
    note: {
      ko: '깃허브를 이미 연결한 회원. 본인 재확인은 사례 17, 깃허브 추가는 사례 15',
      en: 'A member with GitHub linked. Re-authenticating is case 17, adding GitHub again case 15',
    },
    login: 'chanwoo-codes',
    name: '기찬우',
    emails: primary('chanwoo.ki@example.com'),
    authorized: true,
  },
  {
    key: 'seulgi',
    id: 322n,
    row: 2,
    note: { ko: '휴면 회원', en: 'A member who paused the account' },
    login: 'seulgi',
    name: '남궁슬기',
    emails: primary('seulgi.namgung@example.com'),
    authorized: true,
  },
  {
    key: 'wonjun',
    id: 323n,
    row: 3,
    note: { ko: '이용이 정지된 회원', en: 'A suspended member' },
    login: 'wonjun',
    name: '육원준',
    emails: primary('wonjun.yuk@example.com'),
    authorized: true,
  },
  {
    key: 'sujin',
    id: 324n,
    row: 7,
    note: {
      ko: '이메일과 이름이 모두 같지만, 깃허브는 이메일을 한 번만 인증하므로 증명을 요구함',
      en: 'Address and name match a member, but GitHub verified the address only once: proof is required',
    },
    login: 'sujin-seo',
    name: '서수진',
    emails: primary('sujin.seo@example.com'),
  },
  {
    key: 'haeun',
    id: 325n,
    row: 8,
    note: { ko: '이름만 같은 다른 사람', en: 'Has the same name as a member, nothing else' },
    login: 'haeun',
    name: '이하은',
    emails: primary('haeun.codes@example.com'),
  },
  {
    key: 'minseok',
    id: 326n,
    row: 10,
    note: {
      ko: '이용이 정지된 회원과 같지만, 증명하기 전에는 그 사실을 알려 주지 않음',
      en: 'Matches a suspended member, which is not revealed before proof',
    },
    login: 'minseok',
    name: '조민석',
    emails: primary('minseok.cho@example.com'),
  },
]

/** Everyone who can be chosen at the local GitHub. */
export const githubCast: readonly GithubPersona[] = [...newcomers, ...acquaintances]

import type { ProviderId } from '../../lib/domain/values/identity.ts'
import type { Casts } from '../../lib/local/providers.ts'
import type { GithubPersona } from '../../lib/stand-ins/github/persona.ts'
import type { KakaoPersona } from '../../lib/stand-ins/kakao/persona.ts'
import type { NaverPersona } from '../../lib/stand-ins/naver/persona.ts'
import type { OidcPersona } from '../../lib/stand-ins/oidc/persona.ts'

/** A person with an account at every provider. Each provider shares its part of the data. */
export interface Account {
  /** A short name without spaces. */
  readonly key: string
  readonly name?: string
  readonly email?: string
  /** Whether the provider verified the address as far as it can. Default: true. */
  readonly verified?: boolean
  /** `010-0000-0000`. */
  readonly mobile?: string
  readonly birth?: { readonly year: string; readonly month: string; readonly day: string }
  /** 88 characters. */
  readonly ci?: string
}

const note = { ko: '시험', en: 'for a test' }
/** A number of the person's own, with this many digits. */
const numberOf = ({ key }: Account, digits: number): string => {
  const sum = [...key].reduce((total, letter) => (total * 131 + letter.charCodeAt(0)) % 999_999_937, 7)
  return `2${`${sum}`.padStart(digits - 1, '0')}`
}

const kakao = (account: Account): KakaoPersona => {
  const { key, name, email, verified = true, mobile, birth, ci } = account
  return {
    key,
    id: numberOf(account, 10),
    note,
    nickname: key,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email: { address: email, valid: true, verified } }),
    ...(mobile !== undefined && { phone: `+82 ${mobile.slice(1)}` }),
    ...(birth && { birthyear: birth.year, birthday: `${birth.month}${birth.day}` }),
    ...(ci !== undefined && { ci }),
  }
}

const naver = ({ key, name, email, mobile, birth, ci }: Account): NaverPersona => ({
  key,
  id: `id-of-${key}-at-naver`.padEnd(43, '_'),
  note,
  ...(name !== undefined && { name }),
  ...(email !== undefined && { email }),
  ...(mobile !== undefined && { mobile }),
  ...(birth && { birthyear: birth.year, birthday: `${birth.month}-${birth.day}` }),
  ...(ci !== undefined && { ci }),
})

const google = (account: Account): OidcPersona => {
  const { key, name, email, verified = true } = account
  return {
    key,
    id: numberOf(account, 21),
    note,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email: { address: email, verified, hd: 'example.com' } }),
  }
}

const github = (account: Account): GithubPersona => {
  const { key, name, email, verified = true } = account
  return {
    key,
    id: BigInt(numberOf(account, 10)),
    note,
    login: key,
    ...(name !== undefined && { name }),
    emails: email === undefined ? [] : [{ email, primary: true, verified }],
  }
}

const apple = (account: Account): OidcPersona => {
  const { key, name, email, verified = true } = account
  return {
    key,
    id: `001000.${numberOf(account, 32)}.0100`,
    note,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email: { address: email, verified } }),
  }
}

const line = (account: Account): OidcPersona => {
  const { key, name, email } = account
  return {
    key,
    id: `U${numberOf(account, 32)}`,
    note,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email: { address: email, verified: false } }),
  }
}

const oidc = (account: Account): OidcPersona => {
  const { key, name, email, verified = true, mobile, birth } = account
  return {
    key,
    id: `of-${key}`,
    note,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email: { address: email, verified } }),
    ...(mobile !== undefined && { phone: { number: `+82${mobile.slice(1).replaceAll('-', '')}`, verified } }),
    ...(birth && { birthdate: `${birth.year}-${birth.month}-${birth.day}` }),
  }
}

/** Whether a provider can verify an address at all. */
export const verifiesAddresses = (provider: ProviderId): boolean => !['naver', 'line'].includes(provider)

/** A person at every provider. */
export const castsOf = (accounts: readonly Account[]) =>
  ({
    kakao: accounts.map(kakao),
    naver: accounts.map(naver),
    google: accounts.map(google),
    github: accounts.map(github),
    apple: accounts.map(apple),
    line: accounts.map(line),
    oidc: accounts.map(oidc),
  }) satisfies Casts & Record<ProviderId, unknown>

/** The provider's own id of a person. */
export const subjectAt = (provider: ProviderId, account: Account): string => {
  const [persona] = castsOf([account])[provider]
  return `${persona?.id}`
}

/** The address where each provider redeems codes. */
export const tokenPaths = {
  kakao: '/oauth/token',
  naver: '/oauth2/token',
  google: '/token',
  github: '/login/oauth/access_token',
  apple: '/auth/token',
  line: '/oauth2/v2.1/token',
  oidc: '/oauth/token',
} as const satisfies Record<ProviderId, string>

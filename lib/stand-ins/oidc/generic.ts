import { defined } from '../../domain/values/defined.ts'
import type { LocalProvider, StandInSetting } from '../host/local-provider.ts'
import { revocationEndpoint } from '../host/oauth/held-token.ts'
import { secret } from '../host/oauth/local-app.ts'
import type { OidcPersona } from './persona.ts'
import type { OidcRules } from './rules.ts'
import { type OidcStandIn, type OidcStandInOptions, startLocalOidc, startOidcStandIn } from './stand-in.ts'

const person = (
  key: string,
  row: number,
  name: string,
  ko: string,
  en: string,
  more: Partial<OidcPersona> = {},
): OidcPersona => ({
  key,
  id: `company-${key}`,
  row,
  name,
  note: { ko, en },
  email: { address: `${key}@example.com`, verified: true },
  ...more,
})

/** Everyone who can be chosen at the local OpenID provider. */
export const genericCast: readonly OidcPersona[] = [
  person('bora', 1, '선우보라', '회사 계정을 이미 연결한 회원', 'A member with the company account linked', {
    consented: true,
  }),
  person(
    'sujin.seo',
    5,
    '서수진',
    '주소와 이름이 한 회원과 모두 같음',
    'The address and the name match one member',
  ),
  person('gaon', 12, '제갈가온', '처음 온 사람', 'A first visit'),
  person(
    'nara',
    14,
    '황보나라',
    '로그인한 뒤 추가할 때 고를 계정',
    'Sign in, add the provider, choose this account',
  ),
  person('dasom', 18, '사공다솜', '본인 재확인에서 고르면 거절됨', 'Choose it to re-authenticate: refused'),
  person('hangyeol', 19, '동방한결', '다음 화면에서 ‘취소’를 눌러 보세요', 'Press Cancel on the next page'),
  person('byeol', 20, '서문별', '토큰을 발급하지 못함', 'The provider fails to issue a token', {
    trouble: 'token',
  }),
  person('soljip', 25, '남궁솔', '코드가 만료되었다고 응답함', 'Reports the code as expired', {
    trouble: 'code',
  }),
]

/** A provider like many: metadata, ES256, the secret in a header, refresh tokens for `offline_access`. */
const genericRules: OidcRules = {
  id: 'oidc',
  look: {
    provider: { ko: '회사 계정', en: 'Company account' },
    accent: { surface: '#44403c', text: '#ffffff' },
  },
  paths: { authorize: '/authorize', token: '/oauth/token', keys: '/keys', userinfo: '/userinfo' },
  scopes: ['openid', 'profile', 'email', 'phone', 'offline_access'],
  metadata: (origin) => ({
    revocation_endpoint: `${origin}/oauth/revoke`,
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
  }),
  prompts: ['none', 'login', 'consent', 'select_account'],
  algorithm: 'ES256',
  tokenLifetime: 3600,
  refreshTokens: ({ scope = '' }) => (scope.split(' ').includes('offline_access') ? 'always' : 'never'),
  claims: ({ id, name, email, phone, birthdate, picture }) => ({
    sub: id,
    ...(email && { email: email.address, email_verified: email.verified }),
    ...(phone && { phone_number: phone.number, phone_number_verified: phone.verified }),
    ...defined({ name, birthdate, picture }),
  }),
  visitClaims: ({ authTime }) => ({ auth_time: Math.floor(authTime.getTime() / 1000) }),
  isClient({ authorization, form }, { clientId, clientSecret }) {
    const shown = Buffer.from(/^Basic (\S+)$/.exec(authorization)?.[1] ?? '', 'base64').toString()
    const [id = '', key = ''] = shown.split(':').map((part) => new URLSearchParams(`=${part}`).get('') ?? '')
    return id === clientId && key === clientSecret && !form.has('client_secret')
  },
  endpoints: (parts) => ({ 'POST /oauth/revoke': revocationEndpoint(parts) }),
}

/** Starts a stand-in for an OpenID provider of a stage's choice on 127.0.0.1. */
export const startGenericStandIn = (options: OidcStandInOptions): Promise<OidcStandIn> =>
  startOidcStandIn(genericRules, options)

/** Starts a stand-in, unless `OIDC_ISSUER` names a real provider. Gives the variables for the functions. */
export const startGenericOidc = (
  setting: StandInSetting,
  personas: readonly OidcPersona[] = genericCast,
): Promise<LocalProvider<OidcStandIn>> =>
  startLocalOidc(
    genericRules,
    {
      addresses: ['OIDC_ISSUER'],
      settings: {
        OIDC_CLIENT_ID: 'local-client',
        OIDC_CLIENT_SECRET: secret,
        OIDC_SCOPES: 'profile email phone offline_access',
        OIDC_TRUST_EMAIL: 'vouched',
        OIDC_TRUST_PHONE: 'vouched',
      },
      clients: (settings, redirectUris) => ({
        redirectUris,
        clientId: settings.OIDC_CLIENT_ID,
        clientSecret: settings.OIDC_CLIENT_SECRET,
      }),
    },
    setting,
    personas,
  )

import { defined } from '../../domain/values/defined.ts'
import type { Endpoints } from '../host/host.ts'
import type { LocalProvider, StandInSetting } from '../host/local-provider.ts'
import { jsonResponse } from '../host/messages.ts'
import { secondsLeft, shownToken, withToken } from '../host/oauth/held-token.ts'
import { secret } from '../host/oauth/local-app.ts'
import type { OidcPersona } from '../oidc/persona.ts'
import { type OidcParts, type OidcRules, oauthRefusal } from '../oidc/rules.ts'
import {
  type OidcStandIn,
  type OidcStandInOptions,
  startLocalOidc,
  startOidcStandIn,
} from '../oidc/stand-in.ts'

/** An account at LINE, which never says that an address is verified. */
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
  id: `U${`${number}`.padStart(32, '0')}`,
  row,
  name,
  note: { ko, en },
  email: { address: `${key}@example.com`, verified: false },
  ...more,
})

/** Everyone who can be chosen at the local LINE. */
export const lineCast: readonly OidcPersona[] = [
  person('yul', 21, 1, '율', '라인을 이미 연결한 회원', 'A member with LINE linked', { consented: true }),
  person('yui', 1, 12, '유이', '처음 온 사람. 이메일은 보증 안 됨', 'A first visit. No address is verified'),
  person('haeun', 2, 8, '이하은', '이름만 같은 다른 사람', 'Has the same name as a member, nothing else', {
    friend: true,
  }),
  person('ren', 3, 14, '렌', '로그인한 뒤 추가할 계정', 'Sign in, add LINE and choose this account'),
  person('sora', 4, 18, '소라', '본인 재확인에서 고르면 거절됨', 'Re-authenticate by it: refused'),
  person('kai', 5, 19, '카이', '다음 화면에서 ‘취소’를 눌러 보세요', 'Press Cancel on the next page'),
  person('mio', 6, 20, '미오', '라인이 토큰을 발급하지 못함', 'LINE fails to issue a token', {
    trouble: 'token',
  }),
  person('jun', 7, 25, '준', '라인이 코드가 만료되었다고 응답함', 'LINE reports the code as expired', {
    trouble: 'code',
  }),
]

/** The endpoints that LINE alone has. Errors are LINE's own forms. */
function lineEndpoints({ state, clients }: OidcParts): Endpoints {
  const channelToken = `channel-of-${clients.clientId}`
  const expired = jsonResponse(401, { message: 'The access token expired' })
  return {
    'GET /oauth2/v2.1/verify': ({ query }) => {
      const held = state.token(query.get('access_token') ?? '')
      if (held === undefined) return oauthRefusal(400, 'invalid_request', 'access token expired')
      const { clientId } = held
      return jsonResponse(200, {
        scope: 'profile openid',
        client_id: clientId,
        expires_in: secondsLeft(held),
      })
    },
    'GET /v2/profile': withToken(state, expired, ({ person: { id, name, picture, odd } }) =>
      jsonResponse(200, { userId: id, displayName: name, ...defined({ pictureUrl: picture }), ...odd }),
    ),
    'GET /friendship/v1/status': withToken(state, expired, ({ person }) =>
      jsonResponse(200, { friendFlag: person.friend === true }),
    ),
    'POST /oauth2/v3/token': ({ form }) => {
      const isOurs =
        form.get('client_id') === clients.clientId && form.get('client_secret') === clients.clientSecret
      return isOurs && form.get('grant_type') === 'client_credentials'
        ? jsonResponse(200, { token_type: 'Bearer', access_token: channelToken, expires_in: 900 })
        : oauthRefusal(400, 'invalid_client', 'invalid client_secret')
    },
    'POST /user/v1/deauthorize': (request) => {
      if (shownToken(request) !== channelToken) return jsonResponse(401, { message: 'invalid channel token' })
      const { userAccessToken }: { userAccessToken?: unknown } = Object(JSON.parse(request.body))
      const held = state.token(String(userAccessToken))
      if (held?.clientId !== clients.clientId) return jsonResponse(400, { message: 'invalid token' })
      state.disconnect(held.person)
      return { status: 204, headers: {}, body: '' }
    },
  }
}

const lineRules: OidcRules = {
  id: 'line',
  look: {
    provider: { ko: '라인 로그인', en: 'LINE Login' },
    accent: { surface: '#06c755', text: '#ffffff' },
  },
  paths: { authorize: '/oauth2/v2.1/authorize', token: '/oauth2/v2.1/token', keys: '/oauth2/v2.1/certs' },
  scopes: ['openid', 'profile', 'email'],
  prompts: ['consent', 'login', 'none'],
  algorithm: 'ES256',
  tokenLifetime: 2_592_000,
  refreshTokens: () => 'always',
  claims: ({ id, name, picture, email }) => ({
    sub: id,
    ...defined({ name, picture, email: email?.address }),
  }),
  visitClaims: ({ params, authTime }) => ({
    amr: ['pwd'],
    ...('max_age' in params && { auth_time: Math.floor(authTime.getTime() / 1000) }),
    ...(params.scope?.split(' ').includes('email') === false && { email: undefined }),
  }),
  sharedSecret: (form, { clientSecret }) =>
    form.get('id_token_key_type') === 'JWK' ? undefined : clientSecret,
  refuse: ({ bot_prompt: offer }) =>
    ['normal', 'aggressive', undefined].includes(offer) ? undefined : 'bot_prompt is unknown',
  tokenFields: () => ({ scope: 'profile openid' }),
  endpoints: lineEndpoints,
}

/** Starts a stand-in for LINE on 127.0.0.1. */
export const startLineStandIn = (options: OidcStandInOptions): Promise<OidcStandIn> =>
  startOidcStandIn(lineRules, options)

/** Starts a stand-in for LINE, unless `LINE_AUTH_ORIGIN` names a real one. Gives the variables for the functions. */
export const startLine = (
  setting: StandInSetting,
  personas: readonly OidcPersona[] = lineCast,
): Promise<LocalProvider<OidcStandIn>> =>
  startLocalOidc(
    lineRules,
    {
      addresses: ['LINE_AUTH_ORIGIN', 'LINE_API_ORIGIN'],
      settings: { LINE_CLIENT_ID: '2000000001', LINE_CLIENT_SECRET: secret },
      clients: (settings, redirectUris) => ({
        redirectUris,
        clientId: settings.LINE_CLIENT_ID,
        clientSecret: settings.LINE_CLIENT_SECRET,
      }),
    },
    setting,
    personas,
  )

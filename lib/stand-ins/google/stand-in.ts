import { defined } from '../../domain/values/defined.ts'
import type { Endpoints } from '../host/host.ts'
import type { LocalProvider, StandInSetting } from '../host/local-provider.ts'
import { jsonResponse } from '../host/messages.ts'
import { endConnection, secondsLeft } from '../host/oauth/held-token.ts'
import { firstOf, secret } from '../host/oauth/local-app.ts'
import type { OidcPersona } from '../oidc/persona.ts'
import { type OidcParts, type OidcRules, oauthRefusal } from '../oidc/rules.ts'
import {
  type OidcStandIn,
  type OidcStandInOptions,
  startLocalOidc,
  startOidcStandIn,
} from '../oidc/stand-in.ts'
import { googleCast } from './cast.ts'

/** The endpoints that Google alone has. */
const googleEndpoints = ({ state }: OidcParts): Endpoints => ({
  'GET /tokeninfo': ({ query }) => {
    const held = state.token(query.get('access_token') ?? '')
    if (held === undefined) return oauthRefusal(400, 'invalid_token', 'Invalid Value')
    const { email } = held.person
    return jsonResponse(200, {
      azp: held.clientId,
      aud: held.clientId,
      sub: held.person.id,
      scope: 'openid https://www.googleapis.com/auth/userinfo.email',
      exp: `${Math.floor(held.expiresAt.getTime() / 1000)}`,
      expires_in: `${secondsLeft(held)}`,
      ...defined({
        // `tokeninfo` alone writes a flag as text.
        email: email?.address,
        email_verified: email && `${email.verified}`,
      }),
      access_type: 'online',
    })
  },
  'POST /revoke': ({ form }) =>
    endConnection(state, form.get('token') ?? '')
      ? jsonResponse(200, {})
      : oauthRefusal(400, 'invalid_token', 'Token expired or revoked'),
})

const googleRules: OidcRules = {
  id: 'google',
  look: {
    provider: { ko: '구글 로그인', en: 'Sign in with Google' },
    accent: { surface: '#1a73e8', text: '#ffffff' },
  },
  paths: {
    authorize: '/o/oauth2/v2/auth',
    token: '/token',
    keys: '/oauth2/v3/certs',
    userinfo: '/v1/userinfo',
  },
  scopes: ['openid', 'email', 'profile'],
  prompts: ['consent', 'select_account'],
  tokenLifetime: 3599,
  refreshTokens: ({ access_type }) => (access_type === 'offline' ? 'at_first_consent' : 'never'),
  claims: ({ id, name, email, picture }) => ({
    sub: id,
    ...(email && {
      email: email.address,
      email_verified: email.verified,
      ...defined({ hd: email.hd }),
    }),
    ...(name !== undefined && { name, given_name: [...name].slice(1).join(''), family_name: [...name][0] }),
    ...defined({ picture }),
    locale: 'ko',
  }),
  refuse: ({ access_type }) =>
    ['online', 'offline', undefined].includes(access_type) ? undefined : 'access_type is unknown',
  parties: (azp) => ({ azp }),
  // Google tells the age of a session only to a project that has switched session claims on.
  visitClaims: ({ authTime, person: { signedInSecondsAgo: age } }) =>
    age === undefined ? {} : { auth_time: Math.floor(authTime.getTime() / 1000) - age },
  tokenFields: () => ({
    scope:
      'openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile',
  }),
  endpoints: googleEndpoints,
}

/** Starts a stand-in for Google on 127.0.0.1. */
export const startGoogleStandIn = (options: OidcStandInOptions): Promise<OidcStandIn> =>
  startOidcStandIn(googleRules, options)

/** Starts a stand-in for Google, unless `GOOGLE_ISSUER` names a real one. Gives the variables for the functions. */
export const startGoogle = (
  setting: StandInSetting,
  personas: readonly OidcPersona[] = googleCast,
): Promise<LocalProvider<OidcStandIn>> =>
  startLocalOidc(
    googleRules,
    {
      addresses: ['GOOGLE_ISSUER'],
      settings: {
        GOOGLE_CLIENT_ID: 'local-web.apps.googleusercontent.com',
        GOOGLE_CLIENT_SECRET: secret,
        GOOGLE_OTHER_CLIENT_IDS: 'local-android.apps.googleusercontent.com',
      },
      clients: (settings, redirectUris) => ({
        redirectUris,
        clientId: settings.GOOGLE_CLIENT_ID,
        clientSecret: settings.GOOGLE_CLIENT_SECRET,
        nativeClientId: firstOf(settings.GOOGLE_OTHER_CLIENT_IDS),
      }),
    },
    setting,
    personas,
  )

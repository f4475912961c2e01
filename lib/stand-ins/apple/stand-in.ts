import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { LocalProvider, StandInSetting } from '../host/local-provider.ts'
import { revocationEndpoint } from '../host/oauth/held-token.ts'
import { firstOf } from '../host/oauth/local-app.ts'
import type { OidcPersona } from '../oidc/persona.ts'
import type { OidcRules } from '../oidc/rules.ts'
import {
  type OidcStandIn,
  type OidcStandInOptions,
  startLocalOidc,
  startOidcStandIn,
} from '../oidc/stand-in.ts'
import { appleCast } from './cast.ts'
import { showsSignedSecret } from './client-secret.ts'

/** The `user` beside a code: once for each consent, and unsigned. */
function userOf({ name = '', email }: OidcPersona): Readonly<Record<string, string>> {
  const [lastName = '', ...rest] = name
  const user = { name: { firstName: rest.join(''), lastName }, email: email?.address }
  return { user: JSON.stringify(user) }
}

const appleRules: OidcRules = {
  id: 'apple',
  look: {
    provider: { ko: 'Apple로 로그인', en: 'Sign in with Apple' },
    accent: { surface: '#000000', text: '#ffffff' },
  },
  paths: { authorize: '/auth/authorize', token: '/auth/token', keys: '/auth/keys' },
  scopes: ['openid', 'name', 'email'],
  openidScope: 'unknown',
  prompts: [],
  pkce: 'unknown',
  tokenLifetime: 3600,
  refreshTokens: () => 'always',
  claims: ({ id, email }) => ({
    sub: id,
    // Apple writes its flags as text in some tokens, and as booleans in others.
    ...(email && { email: email.address, email_verified: email.verified ? 'true' : false }),
    ...(email?.relay && { is_private_email: 'true' }),
  }),
  visitClaims: ({ authTime }) => ({
    auth_time: Math.floor(authTime.getTime() / 1000),
    nonce_supported: true,
  }),
  parties: (client) => ({ aud: client }),
  isClient: showsSignedSecret,
  refuse: ({ scope, response_mode: mode }) =>
    scope === undefined || mode === 'form_post' ? undefined : 'response_mode must be form_post with a scope',
  atFirstConsent: (person, { scope = '' }) => (scope.split(' ').includes('name') ? userOf(person) : {}),
  cancelled: { error: 'user_cancelled_authorize' },
  endpoints: (parts) => ({ 'POST /auth/revoke': revocationEndpoint(parts) }),
}

/** What Apple tells of a person in a notification. */
interface AppleNotification {
  readonly type: string
  readonly persona: string
  /** Default: now. */
  readonly at?: Date
}

/** A running stand-in for Apple. */
export interface AppleStandIn extends OidcStandIn {
  /** The `payload` of a notification about a person, as Apple signs it. `claims` override the usual ones. */
  notification(about: AppleNotification, claims?: Readonly<Record<string, unknown>>): string
}

function withNotifications(standIn: OidcStandIn): AppleStandIn {
  return {
    ...standIn,
    notification({ type, persona, at = new Date() }, claims = {}) {
      const person = standIn.personas.find(({ key }) => key === persona)
      if (person === undefined) throw new Error(`nobody is ${persona}`)
      const about = { type, sub: person.id, event_time: at.getTime() }
      const relay = person.email?.relay && { email: person.email.address, is_private_email: 'true' }
      const events = JSON.stringify({ ...about, ...relay })
      const iat = Math.floor(at.getTime() / 1000)
      return standIn.signIdToken({ sub: undefined, jti: randomUUID(), iat, events, ...claims })
    },
  }
}

/** Starts a stand-in for Apple on 127.0.0.1. */
export const startAppleStandIn = async (options: OidcStandInOptions): Promise<AppleStandIn> =>
  withNotifications(await startOidcStandIn(appleRules, options))

/** A new key, as Apple's console gives it for download. */
export const newAppleKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()

/** Starts a stand-in for Apple, unless `APPLE_ISSUER` names the real one. Gives the variables for the functions. */
export async function startApple(
  setting: StandInSetting,
  personas: readonly OidcPersona[] = appleCast,
): Promise<LocalProvider<AppleStandIn>> {
  const started = await startLocalOidc(
    appleRules,
    {
      addresses: ['APPLE_ISSUER'],
      settings: {
        APPLE_CLIENT_ID: 'com.example.ieum.web',
        APPLE_BUNDLE_IDS: 'com.example.ieum',
        APPLE_TEAM_ID: 'LOCALTEAM1',
        APPLE_KEY_ID: 'LOCALKEY01',
        APPLE_PRIVATE_KEY: newAppleKey(),
      },
      clients: (settings, redirectUris) => ({
        redirectUris,
        clientId: settings.APPLE_CLIENT_ID,
        clientSecret: settings.APPLE_PRIVATE_KEY,
        nativeClientId: firstOf(settings.APPLE_BUNDLE_IDS),
        team: { teamId: settings.APPLE_TEAM_ID, keyId: settings.APPLE_KEY_ID },
      }),
    },
    setting,
    personas,
  )
  const { standIn, environment } = started
  return { environment, ...(standIn && { standIn: withNotifications(standIn) }) }
}

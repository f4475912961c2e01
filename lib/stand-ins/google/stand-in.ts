import { createAuthorizationEndpoint } from '../host/authorization-endpoint.ts'
import { type Endpoints, startHost } from '../host/host.ts'
import type { StandIn } from '../host/local-provider.ts'
import { jsonResponse } from '../host/messages.ts'
import { oauthEndpoints } from '../host/oauth-endpoints.ts'
import { inOrder, profileNote } from '../host/people.ts'
import { createSigningKeys } from '../host/signing-keys.ts'
import { walkThrough } from '../host/walk.ts'
import { googleApi } from './api.ts'
import { googleRules } from './consent.ts'
import type { GoogleClients, GooglePersona } from './persona.ts'
import { createGoogleState } from './state.ts'
import { idTokenClaims, issueIdToken, type TokenIssue, tokenEndpoint } from './tokens.ts'

/** The settings of the stand-in. */
export interface GoogleStandInOptions {
  /** Default: a free port. */
  readonly port?: number
  readonly personas: readonly GooglePersona[]
  readonly clients: GoogleClients
  /** The clock of codes and access tokens. Signed tokens carry real time. */
  readonly now?: () => Date
}

/** A running stand-in for Google: all its hosts at one origin, which is the issuer. */
export interface GoogleStandIn extends StandIn {
  readonly personas: readonly GooglePersona[]
  /** The tokens of a mobile SDK's sign-in. The id_token's audience is our server. */
  nativeTokens(
    persona: string,
    request: { readonly nonce?: string },
  ): { readonly idToken: string; readonly accessToken: string }
  /** A valid access token of the same person, issued to another app. */
  foreignAccessToken(persona: string): string
  /** Signs with a new key from now on. The old key stays published. */
  rotateKeys(): void
  /** A validly signed id_token with any claims and header. `undefined` omits a claim. */
  signIdToken(claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string
  /** The public key as PEM, for an attack that uses it as an HMAC secret. */
  publicPem(): string
  isConnected(persona: string): boolean
  /** The person removes the app in the account settings. Google sends no notice. */
  disconnect(persona: string): void
  /** Whether an access token is valid. */
  isAlive(accessToken: string): boolean
}

const foreignClientId = '999999999999-somebody-else.apps.googleusercontent.com'

const look = {
  provider: { ko: '구글 로그인', en: 'Sign in with Google' },
  accent: { surface: '#1a73e8', text: '#ffffff' },
}

const endpoints = (issue: TokenIssue): Endpoints => ({
  ...oauthEndpoints('/o/oauth2/v2/auth', issue.endpoint, googleRules(issue.clients, issue.state), look),
  'POST /token': tokenEndpoint(issue),
  'GET /oauth2/v3/certs': () => jsonResponse(200, issue.keys.jwks()),
  ...googleApi(issue.state),
})

/** Starts a stand-in for Google on 127.0.0.1. */
export async function startGoogleStandIn(options: GoogleStandInOptions): Promise<GoogleStandIn> {
  const { clients, personas, now = () => new Date() } = options
  const state = createGoogleState(clients, personas, now)
  const endpoint = createAuthorizationEndpoint(googleRules(clients, state), now)
  const keys = createSigningKeys('google')
  const parts = { clients, state, endpoint, keys }
  const host = await startHost(options.port, (origin) => endpoints({ ...parts, origin }))
  const { clientId, nativeClientId } = clients
  return {
    ...host,
    personas,
    cast: () =>
      inOrder(personas).map((person) => ({
        key: person.key,
        name: person.name ?? person.email?.address ?? person.key,
        note: profileNote(person),
      })),
    authorize: (url, persona, consent = {}) => walkThrough(endpoint, url, persona, consent),
    nativeTokens(key, { nonce }) {
      const person = state.person(key)
      state.connect(person)
      const parties = { aud: clientId, azp: nativeClientId }
      const nonceClaim = nonce === undefined ? {} : { nonce }
      return {
        idToken: issueIdToken({ keys, origin: host.origin }, person, parties, nonceClaim),
        accessToken: state.issueAccessToken(person, nativeClientId),
      }
    },
    foreignAccessToken: (key) => state.issueAccessToken(state.person(key), foreignClientId),
    rotateKeys: () => keys.rotate(),
    signIdToken(claims = {}, header = {}) {
      const usual = { ...idTokenClaims(host.origin, clientId, clientId), sub: personas[0]?.id ?? '1' }
      return keys.sign({ ...usual, ...claims }, header)
    },
    publicPem: () => keys.publicPem(),
    isConnected: (key) => state.isConnected(state.person(key)),
    disconnect: (key) => state.disconnect(state.person(key)),
    isAlive: (accessToken) => state.token(accessToken) !== undefined,
  }
}

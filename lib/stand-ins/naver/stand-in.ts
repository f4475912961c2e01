import { type AuthorizationEndpoint, createAuthorizationEndpoint } from '../host/authorization-endpoint.ts'
import { type Endpoints, startHost } from '../host/host.ts'
import type { StandIn } from '../host/local-provider.ts'
import { jsonResponse } from '../host/messages.ts'
import { oauthEndpoints } from '../host/oauth-endpoints.ts'
import { inOrder, profileNote } from '../host/people.ts'
import { createSigningKeys, type SigningKeys } from '../host/signing-keys.ts'
import { walkThrough } from '../host/walk.ts'
import { meEndpoint } from './api.ts'
import { deliverUnlink, type NaverDelivery } from './callback.ts'
import { naverRules } from './consent.ts'
import { type NaverClients, type NaverItem, type NaverPersona, nameOf, naverItems } from './persona.ts'
import { createNaverState, type NaverState } from './state.ts'
import { idTokenClaims, revokeEndpoint, tokenEndpoint } from './tokens.ts'

/** The settings of the stand-in. */
export interface NaverStandInOptions {
  /** Default: a free port. */
  readonly port?: number
  readonly personas: readonly NaverPersona[]
  readonly clients: NaverClients
  /** Whether id_tokens repeat the nonce, which Naver does not document. Default: true. */
  readonly repeatsNonce?: boolean
  /** The clock of codes and access tokens. Signed tokens carry real time. */
  readonly now?: () => Date
}

/** A running stand-in for Naver: the login and API servers at one origin. */
export interface NaverStandIn extends StandIn {
  readonly personas: readonly NaverPersona[]
  /** An access token of the person, as Naver's own SDK obtains it. */
  sdkAccessToken(persona: string): string
  /** A valid access token of the same person, issued to another application. */
  foreignAccessToken(persona: string): string
  /** Signs with a new key from now on. The old key stays published. */
  rotateKeys(): void
  /** A validly signed id_token with any claims and header. `undefined` omits a claim. */
  signIdToken(claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string
  /** The public key as PEM, for an attack that uses it as an HMAC secret. */
  publicPem(): string
  isConnected(persona: string): boolean
  /** The items that a person currently agrees to share. */
  agreedItems(persona: string): readonly NaverItem[]
  /**
   * The person removes the application in the account settings: the connection ends and the service receives
   * a notice. Gives the status of the service's response.
   */
  unlinkFromOutside(persona: string, delivery?: NaverDelivery): Promise<number>
  /** Sends the notice only, as a late or repeated one. */
  noticeUnlinked(persona: string, delivery?: NaverDelivery): Promise<number>
  /** Whether an access token is valid. */
  isAlive(accessToken: string): boolean
}

const foreignClientId = 'application-of-somebody-else'

interface Parts {
  readonly origin: string
  readonly clients: NaverClients
  readonly state: NaverState
  readonly endpoint: AuthorizationEndpoint
  readonly keys: SigningKeys
  readonly repeatsNonce: boolean
}

function endpoints(parts: Parts): Endpoints {
  const { clients, state, endpoint, keys } = parts
  const look = {
    provider: { ko: '네이버 로그인', en: 'Naver Login' },
    accent: { surface: '#03c75a', text: '#ffffff' },
  }
  return {
    ...oauthEndpoints('/oauth2/authorize', endpoint, naverRules(clients, state), look),
    'POST /oauth2/token': tokenEndpoint(parts),
    'GET /oauth2/jwks': () => jsonResponse(200, keys.jwks()),
    'POST /oauth2.0/revoke': revokeEndpoint(clients, state),
    'GET /v1/nid/me': meEndpoint(clients, state),
    'POST /v1/nid/me': meEndpoint(clients, state),
  }
}

/** Starts a stand-in for Naver on 127.0.0.1. Issuer, login and API share one origin. */
export async function startNaverStandIn(options: NaverStandInOptions): Promise<NaverStandIn> {
  const { clients, personas, repeatsNonce = true, now = () => new Date() } = options
  const state = createNaverState(clients, personas, now)
  const endpoint = createAuthorizationEndpoint(naverRules(clients, state), now)
  const keys = createSigningKeys('naver')
  const parts = { clients, state, endpoint, keys, repeatsNonce }
  const host = await startHost(options.port, (origin) => endpoints({ ...parts, origin }))
  return {
    ...host,
    personas,
    cast: () =>
      inOrder(personas).map((person) => ({
        key: person.key,
        name: nameOf(person),
        note: profileNote(person),
      })),
    authorize: (url, persona, consent = {}) => walkThrough(endpoint, url, persona, consent),
    sdkAccessToken(key) {
      state.connect(state.person(key), naverItems)
      return state.issueTokens(state.person(key)).accessToken
    },
    foreignAccessToken: (key) => state.issueAccessToken(state.person(key), foreignClientId),
    rotateKeys: () => keys.rotate(),
    signIdToken(claims = {}, header = {}) {
      const usual = idTokenClaims(host.origin, clients.clientId, personas[0]?.id ?? 'nobody')
      return keys.sign({ ...usual, ...claims }, header)
    },
    publicPem: () => keys.publicPem(),
    isConnected: (key) => state.agreed(state.person(key)) !== undefined,
    agreedItems: (key) => [...(state.agreed(state.person(key)) ?? [])],
    async unlinkFromOutside(key, delivery = {}) {
      state.disconnect(state.person(key))
      return deliverUnlink(clients, state.person(key).id, delivery)
    },
    noticeUnlinked: (key, delivery = {}) => deliverUnlink(clients, state.person(key).id, delivery),
    isAlive: (accessToken) => state.token(accessToken) !== undefined,
  }
}

import { type AuthorizationEndpoint, createAuthorizationEndpoint } from '../host/authorization-endpoint.ts'
import { type Endpoints, startHost } from '../host/host.ts'
import type { StandIn } from '../host/local-provider.ts'
import { jsonAnswer } from '../host/messages.ts'
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

export interface NaverStandInOptions {
  /** A free port by default. */
  readonly port?: number
  readonly personas: readonly NaverPersona[]
  readonly clients: NaverClients
  /** Whether id_tokens repeat the nonce, which is not known of Naver. Default: they do. */
  readonly repeatsNonce?: boolean
  /** The clock of codes and access tokens; what is signed is dated by real time. */
  readonly now?: () => Date
}

/** A running Naver of one's own: the login and API servers at one origin. */
export interface NaverStandIn extends StandIn {
  readonly personas: readonly NaverPersona[]
  /** An access token of the person's that Naver's own SDK would hold. */
  sdkAccessToken(persona: string): string
  /** A good access token of the same person that was issued to another application. */
  foreignAccessToken(persona: string): string
  /** Signs from now on with a new key; the old one stays published. */
  rotateKeys(): void
  /** A properly signed id_token with whatever claims and header; `undefined` leaves a claim out. */
  signIdToken(claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string
  /** The public key as PEM, for those who would use it as a secret. */
  publicPem(): string
  isConnected(persona: string): boolean
  /** The items that a person agrees to share at the moment. */
  agreedItems(persona: string): readonly NaverItem[]
  /** The person removes the application in the settings of the account: it ends here, and the service is told. Gives its status. */
  unlinkFromOutside(persona: string, delivery?: NaverDelivery): Promise<number>
  /** Tells the service only: a notice that comes late, or again. */
  noticeUnlinked(persona: string, delivery?: NaverDelivery): Promise<number>
  /** Whether an access token is alive. */
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
    'GET /oauth2/jwks': () => jsonAnswer(200, keys.jwks()),
    'POST /oauth2.0/revoke': revokeEndpoint(clients, state),
    'GET /v1/nid/me': meEndpoint(clients, state),
    'POST /v1/nid/me': meEndpoint(clients, state),
  }
}

/** Starts a Naver of one's own on 127.0.0.1. Its issuer, login and API origin are one. */
export async function startNaverStandIn(options: NaverStandInOptions): Promise<NaverStandIn> {
  const { clients, personas, repeatsNonce = true, now = () => new Date() } = options
  const state = createNaverState(clients, personas, now)
  const endpoint = createAuthorizationEndpoint(naverRules(clients, state), now)
  const keys = createSigningKeys()
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
    authorize: (url, persona, answer = {}) => walkThrough(endpoint, url, persona, answer),
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

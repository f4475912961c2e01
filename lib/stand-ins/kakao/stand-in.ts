import { type AuthorizationEndpoint, createAuthorizationEndpoint } from '../host/authorization-endpoint.ts'
import { type Endpoints, startHost } from '../host/host.ts'
import type { StandIn } from '../host/local-provider.ts'
import { jsonAnswer } from '../host/messages.ts'
import { oauthEndpoints } from '../host/oauth-endpoints.ts'
import { inOrder, profileNote } from '../host/people.ts'
import { createSigningKeys, type SigningKeys } from '../host/signing-keys.ts'
import { agreedTo, walkThrough } from '../host/walk.ts'
import { kakaoApi } from './api.ts'
import { kakaoRules } from './consent.ts'
import type { KakaoClients, KakaoPersona } from './persona.ts'
import { createKakaoState, idOf, type KakaoState } from './state.ts'
import { idTokenClaims, idTokenIssuer, tokenEndpoint } from './tokens.ts'
import { deliverUnlink, type UnlinkDelivery } from './webhook.ts'

export interface KakaoStandInOptions {
  /** A free port by default. */
  readonly port?: number
  readonly personas: readonly KakaoPersona[]
  readonly clients: KakaoClients
  /** The clock of codes and access tokens; what is signed is dated by real time. */
  readonly now?: () => Date
}

/** A running Kakao of one's own: the login and API servers at one origin. */
export interface KakaoStandIn extends StandIn {
  readonly personas: readonly KakaoPersona[]
  /** What a mobile SDK gets when the person signs in with it. */
  nativeTokens(
    persona: string,
    request: { readonly nonce?: string; readonly refuse?: readonly string[] },
  ): { readonly idToken: string; readonly accessToken: string }
  /** A good access token of the same person that was issued to another app. */
  foreignAccessToken(persona: string): string
  /** Signs from now on with a new key; the old one stays published. */
  rotateKeys(): void
  /** A properly signed id_token with whatever claims and header; `undefined` leaves a claim out. */
  signIdToken(claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string
  /** The public key as PEM, for those who would use it as a secret. */
  publicPem(): string
  isConnected(persona: string): boolean
  /** The person removes the app in the settings of the account: it ends here, and the service is told. Gives its status. */
  unlinkFromOutside(persona: string, delivery?: UnlinkDelivery): Promise<number>
  /** Tells the service only: a notice that comes late, or again. */
  noticeUnlinked(persona: string, delivery?: UnlinkDelivery): Promise<number>
  /** The terms that a person agrees to at the moment, by tag. */
  agreedTerms(persona: string): readonly string[]
  /** Whether an access token is alive. */
  isAlive(accessToken: string): boolean
}

const foreignAppId = '999999'

function endpoints(
  origin: string,
  clients: KakaoClients,
  state: KakaoState,
  endpoint: AuthorizationEndpoint,
  keys: SigningKeys,
): Endpoints {
  const look = {
    provider: { ko: '카카오 로그인', en: 'Kakao Login' },
    accent: { surface: '#fee500', text: '#191919' },
  }
  const issueIdToken = idTokenIssuer(origin, keys, state)
  return {
    ...oauthEndpoints('/oauth/authorize', endpoint, kakaoRules(clients, state), look),
    'POST /oauth/token': tokenEndpoint(clients, state, endpoint, issueIdToken),
    'GET /.well-known/jwks.json': () => jsonAnswer(200, keys.jwks()),
    ...kakaoApi(clients, state),
  }
}

/** Starts a Kakao of one's own on 127.0.0.1. Its issuer, login and API origin are one. */
export async function startKakaoStandIn(options: KakaoStandInOptions): Promise<KakaoStandIn> {
  const { clients, personas, now = () => new Date() } = options
  const state = createKakaoState(clients, personas, now)
  const rules = kakaoRules(clients, state)
  const endpoint = createAuthorizationEndpoint(rules, now)
  const keys = createSigningKeys()
  const host = await startHost(options.port, (origin) => endpoints(origin, clients, state, endpoint, keys))
  const issueIdToken = idTokenIssuer(host.origin, keys, state)
  return {
    ...host,
    personas,
    cast: () =>
      inOrder(personas).map((person) => ({
        key: person.key,
        name: person.name ?? person.nickname,
        note: profileNote(person),
      })),
    authorize: (url, persona, answer = {}) => walkThrough(endpoint, url, persona, answer),
    nativeTokens(key, { nonce, refuse = [] }) {
      const asks = rules.asks(key, {})
      rules.agree(key, asks, agreedTo(asks, refuse))
      const person = state.person(key)
      const idToken = issueIdToken(person, clients.nativeKey, new Date(), nonce)
      return { idToken, accessToken: state.issueToken(person, clients.appId) }
    },
    foreignAccessToken: (key) => state.issueToken(state.person(key), foreignAppId),
    rotateKeys: () => keys.rotate(),
    signIdToken(claims = {}, header = {}) {
      const sub = personas[0] === undefined ? '1' : idOf(personas[0])
      return keys.sign(
        { ...idTokenClaims(host.origin, clients.clientId, sub, new Date()), ...claims },
        header,
      )
    },
    publicPem: () => keys.publicPem(),
    async unlinkFromOutside(key, delivery = {}) {
      state.disconnect(state.person(key))
      return deliverUnlink(clients, idOf(state.person(key)), delivery)
    },
    noticeUnlinked: (key, delivery = {}) => deliverUnlink(clients, idOf(state.person(key)), delivery),
    isConnected: (key) => state.connection(state.person(key)) !== undefined,
    agreedTerms: (key) => [...(state.connection(state.person(key))?.terms.keys() ?? [])],
    isAlive: (accessToken) => state.token(accessToken) !== undefined,
  }
}

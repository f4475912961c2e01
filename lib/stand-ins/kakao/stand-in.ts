import { type AuthorizationEndpoint, createAuthorizationEndpoint } from '../host/authorization-endpoint.ts'
import { type Endpoints, startHost } from '../host/host.ts'
import type { StandIn } from '../host/local-provider.ts'
import { jsonResponse } from '../host/messages.ts'
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

/** The settings of the stand-in. */
export interface KakaoStandInOptions {
  /** Default: a free port. */
  readonly port?: number
  readonly personas: readonly KakaoPersona[]
  readonly clients: KakaoClients
  /** The clock of codes and access tokens. Signed tokens carry real time. */
  readonly now?: () => Date
}

/** A running stand-in for Kakao: the login and API servers at one origin. */
export interface KakaoStandIn extends StandIn {
  readonly personas: readonly KakaoPersona[]
  /** The tokens of a mobile SDK's sign-in. */
  nativeTokens(
    persona: string,
    request: { readonly nonce?: string; readonly refuse?: readonly string[] },
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
  /**
   * The person removes the app in the account settings: the connection ends and the service receives a
   * notice. Gives the status of the service's response.
   */
  unlinkFromOutside(persona: string, delivery?: UnlinkDelivery): Promise<number>
  /** The person removes the app in the account settings, and no notice comes. */
  disconnect(persona: string): void
  /** Sends the notice only, as a late or repeated one. */
  noticeUnlinked(persona: string, delivery?: UnlinkDelivery): Promise<number>
  /** The tags of the terms that a person currently agrees to. */
  agreedTerms(persona: string): readonly string[]
  /** Whether an access token is valid. */
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
    'GET /.well-known/jwks.json': () => jsonResponse(200, keys.jwks()),
    ...kakaoApi(clients, state),
  }
}

/** Starts a stand-in for Kakao on 127.0.0.1. Issuer, login and API share one origin. */
export async function startKakaoStandIn(options: KakaoStandInOptions): Promise<KakaoStandIn> {
  const { clients, personas, now = () => new Date() } = options
  const state = createKakaoState(clients, personas, now)
  const rules = kakaoRules(clients, state)
  const endpoint = createAuthorizationEndpoint(rules, now)
  const keys = createSigningKeys('kakao')
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
    authorize: (url, persona, consent = {}) => walkThrough(endpoint, url, persona, consent),
    nativeTokens(key, { nonce, refuse = [] }) {
      const lines = rules.consentLines(key, {})
      rules.agree(key, lines, agreedTo(lines, refuse))
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
    disconnect: (key) => state.disconnect(state.person(key)),
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

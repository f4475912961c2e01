import { defined } from '../../../domain/values/defined.ts'
import {
  type AuthorizationEndpoint,
  type AuthorizationRules,
  createAuthorizationEndpoint,
  createCodes,
} from '../authorization-endpoint.ts'
import { type Endpoints, type Host, startHost } from '../host.ts'
import type { StandIn } from '../local-provider.ts'
import { jsonResponse } from '../messages.ts'
import { oauthEndpoints } from '../oauth-endpoints.ts'
import { inOrder, profileNote } from '../people.ts'
import { agreedTo, walkThrough } from '../walk.ts'
import { authorizationRules } from './authorization-rules.ts'
import { issueIdToken, usualClaims } from './id-token.ts'
import type { ProviderAccount, ProviderApp, ProviderParts, ProviderRules } from './rules.ts'
import { createSigningKeys } from './signing-keys.ts'
import { createProviderState } from './state.ts'
import { tokenEndpoint, tokenVisit } from './token-endpoint.ts'

/** The settings of a stand-in. */
export interface ProviderOptions<Person, App> {
  /** Default: a free port. */
  readonly port?: number
  readonly personas: readonly Person[]
  readonly clients: App
  /** The clock of codes and access tokens. Signed tokens carry real time. */
  readonly now?: () => Date
}

/** The sign-in of a mobile app with the provider's SDK. */
interface NativeRequest {
  readonly nonce?: string
  readonly scope?: string
  /** Ids of refused lines of the consent screen. */
  readonly refuse?: readonly string[]
}

/** A running stand-in for a provider: all its hosts at one origin, which is the issuer. */
export interface ProviderStandIn<Person> extends StandIn {
  readonly personas: readonly Person[]
  /** A valid access token of the same person, issued to another app. */
  foreignAccessToken(persona: string): string
  isConnected(persona: string): boolean
  /** The person removes the app in the account settings, without a notice to us. */
  disconnect(persona: string): void
  /** Whether an access token is valid. */
  isAlive(accessToken: string): boolean
}

/** What only a stand-in that signs id_tokens can do. */
export interface SigningStandIn {
  /** Signs with a new key from now on. The old key stays published. */
  rotateKeys(): void
  /** A validly signed id_token with any claims and header. `undefined` omits a claim. */
  signIdToken(claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string
  /** The public key as PEM, for an attack that uses it as an HMAC secret. */
  publicPem(): string
}

/** A started stand-in, with what its own talents are made of. */
export interface StartedProvider<Person extends ProviderAccount, App extends ProviderApp, Consent> {
  readonly standIn: ProviderStandIn<Person>
  readonly signing: SigningStandIn
  readonly parts: ProviderParts<Person, App, Consent>
  /** The tokens of a mobile SDK's sign-in. */
  nativeTokens(
    persona: string,
    request: NativeRequest,
  ): { readonly idToken: string; readonly accessToken: string; readonly authorizationCode: string }
}

const foreignClientId = 'somebody-elses-client'

function endpointsOf<Person extends ProviderAccount, App extends ProviderApp, Consent>(
  parts: ProviderParts<Person, App, Consent>,
  pages: AuthorizationRules,
  endpoint: AuthorizationEndpoint,
): Endpoints {
  const { paths, look } = parts.rules
  return {
    ...oauthEndpoints(paths.authorize, endpoint, pages, look),
    [`POST ${paths.token}`]: tokenEndpoint(parts),
    ...(paths.keys !== undefined && {
      [`GET ${paths.keys}`]: () => jsonResponse(200, parts.keys.jwks()),
    }),
    ...parts.rules.endpoints(parts),
  }
}

function standInOf<Person extends ProviderAccount, App extends ProviderApp, Consent>(
  { rules, state }: ProviderParts<Person, App, Consent>,
  endpoint: AuthorizationEndpoint,
): Omit<ProviderStandIn<Person>, keyof Host> {
  return {
    personas: state.personas,
    cast: () =>
      inOrder(state.personas).map((person) => ({
        key: person.key,
        name: rules.card(person).title,
        note: profileNote(person),
      })),
    authorize: (url, persona, consent = {}) => walkThrough(endpoint, url, persona, consent),
    foreignAccessToken: (key) => state.issueAccessToken(state.person(key), foreignClientId),
    isConnected: (key) => state.consent(state.person(key)) !== undefined,
    disconnect: (key) => state.disconnect(state.person(key)),
    isAlive: (accessToken) => state.token(accessToken) !== undefined,
  }
}

const signingOf = <Person extends ProviderAccount, App extends ProviderApp, Consent>(
  parts: ProviderParts<Person, App, Consent>,
): SigningStandIn => ({
  rotateKeys: () => parts.keys.rotate(),
  signIdToken(claims = {}, header = {}) {
    const usual = usualClaims(parts, parts.clients.clientId)
    return parts.keys.sign({ ...usual, sub: `${parts.state.personas[0]?.id ?? 1}`, ...claims }, header)
  },
  publicPem: () => parts.keys.publicPem(),
})

function nativeTokensOf<Person extends ProviderAccount, App extends ProviderApp, Consent>(
  parts: ProviderParts<Person, App, Consent>,
  pages: AuthorizationRules,
  key: string,
  { refuse = [], ...request }: NativeRequest,
) {
  const { state, codes, clients, now } = parts
  const clientId = clients.nativeClientId ?? clients.clientId
  const params = { client_id: clientId, ...request }
  const lines = pages.consentLines(key, params)
  pages.agree(key, lines, agreedTo(lines, refuse))
  const visit = tokenVisit(parts, state.person(key), clientId, { params, authTime: now() })
  // A mobile SDK gets an id_token that a published key signs.
  const idToken = issueIdToken(parts, visit, new URLSearchParams({ id_token_key_type: 'JWK' })) ?? ''
  return { idToken, accessToken: visit.accessToken, authorizationCode: codes.issue(key, params) }
}

/** Starts a stand-in for a provider on 127.0.0.1. Takes the provider's rules and the settings. */
export async function startProvider<Person extends ProviderAccount, App extends ProviderApp, Consent>(
  rules: ProviderRules<Person, App, Consent>,
  { port, clients, personas, now = () => new Date() }: ProviderOptions<Person, App>,
): Promise<StartedProvider<Person, App, Consent>> {
  const { lifetime, most, newToken } = rules.tokens
  const state = createProviderState<Person, Consent>(
    personas,
    (person) => rules.consent.before(person, clients, now()),
    {
      ours: [clients.clientId, clients.nativeClientId],
      lifetime,
      now,
      ...defined({ most, newToken }),
    },
  )
  const keys = createSigningKeys(rules.id, rules.idToken?.algorithm)
  let issuer = ''
  const parts: ProviderParts<Person, App, Consent> = {
    rules,
    clients,
    state,
    codes: createCodes(now),
    keys,
    now,
    // A port, and so the origin, is known once the host listens.
    get origin() {
      return issuer
    },
  }
  const pages = authorizationRules(parts)
  const endpoint = createAuthorizationEndpoint(pages, parts.codes)
  const host = await startHost(port, (origin) => {
    issuer = origin
    return endpointsOf(parts, pages, endpoint)
  })
  return {
    parts,
    standIn: { ...host, ...standInOf(parts, endpoint) },
    signing: signingOf(parts),
    nativeTokens: (key, request) => nativeTokensOf(parts, pages, key, request),
  }
}

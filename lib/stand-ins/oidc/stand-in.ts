import { createAuthorizationEndpoint } from '../host/authorization-endpoint.ts'
import { type Endpoints, startHost } from '../host/host.ts'
import type { StandIn } from '../host/local-provider.ts'
import { jsonResponse } from '../host/messages.ts'
import { oauthEndpoints } from '../host/oauth-endpoints.ts'
import { inOrder, profileNote } from '../host/people.ts'
import { createSigningKeys } from '../host/signing-keys.ts'
import { walkThrough } from '../host/walk.ts'
import { oidcConsent } from './consent.ts'
import { type OidcClients, type OidcPersona, titleOf } from './persona.ts'
import { heldToken, type OidcParts, type OidcRules, oauthRefusal } from './rules.ts'
import { createOidcState } from './state.ts'
import { issueIdToken, oidcTokenEndpoint, usualClaims } from './tokens.ts'

/** The settings of a stand-in. */
export interface OidcStandInOptions {
  /** Default: a free port. */
  readonly port?: number
  readonly personas: readonly OidcPersona[]
  readonly clients: OidcClients
  /** The clock of codes and access tokens. Signed tokens carry real time. */
  readonly now?: () => Date
}

/** A running stand-in for an OpenID provider: all its hosts at one origin, which is the issuer. */
export interface OidcStandIn extends StandIn {
  readonly personas: readonly OidcPersona[]
  /** The tokens of a mobile SDK's sign-in. */
  nativeTokens(
    persona: string,
    request: { readonly nonce?: string },
  ): { readonly idToken: string; readonly accessToken: string; readonly authorizationCode: string }
  /** A valid access token of the same person, issued to another app. */
  foreignAccessToken(persona: string): string
  /** Signs with a new key from now on. The old key stays published. */
  rotateKeys(): void
  /** A validly signed id_token with any claims and header. `undefined` omits a claim. */
  signIdToken(claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string
  /** The public key as PEM, for an attack that uses it as an HMAC secret. */
  publicPem(): string
  isConnected(persona: string): boolean
  /** The person removes the app in the account settings, without a notice to us. */
  disconnect(persona: string): void
  /** Whether an access token is valid. */
  isAlive(accessToken: string): boolean
}

const foreignClientId = 'somebody-elses-client'

function userinfoEndpoint({ rules, state }: OidcParts): Endpoints {
  const { userinfo } = rules.paths
  if (userinfo === undefined) return {}
  return {
    [`GET ${userinfo}`]: (request) => {
      const held = state.token(heldToken(request))
      return held === undefined
        ? oauthRefusal(401, 'invalid_request', 'Invalid Credentials')
        : jsonResponse(200, { ...(rules.userinfo ?? rules.claims)(held.person), ...held.person.odd })
    },
  }
}

/** The metadata of a provider that publishes some (OpenID Connect Discovery 1.0, section 4). */
function discoveryEndpoint({ rules, origin }: OidcParts): Endpoints {
  const { metadata, paths } = rules
  if (metadata === undefined) return {}
  return {
    'GET /.well-known/openid-configuration': () =>
      jsonResponse(200, {
        issuer: origin,
        authorization_endpoint: `${origin}${paths.authorize}`,
        token_endpoint: `${origin}${paths.token}`,
        jwks_uri: `${origin}${paths.keys}`,
        ...(paths.userinfo !== undefined && { userinfo_endpoint: `${origin}${paths.userinfo}` }),
        id_token_signing_alg_values_supported: [rules.algorithm ?? 'RS256'],
        authorization_response_iss_parameter_supported: true,
        ...metadata(origin),
      }),
  }
}

function endpointsOf(parts: OidcParts): Endpoints {
  const { rules, clients, state, endpoint, keys, origin } = parts
  const { paths, look } = rules
  return {
    ...oauthEndpoints(
      paths.authorize,
      endpoint,
      oidcConsent(rules, clients, state, () => origin),
      look,
    ),
    ...discoveryEndpoint(parts),
    [`POST ${paths.token}`]: oidcTokenEndpoint(parts),
    [`GET ${paths.keys}`]: () => jsonResponse(200, keys.jwks()),
    ...userinfoEndpoint(parts),
    ...rules.endpoints?.(parts),
  }
}

/** Starts a stand-in for an OpenID provider on 127.0.0.1. Takes the provider's rules and the settings. */
export async function startOidcStandIn(rules: OidcRules, options: OidcStandInOptions): Promise<OidcStandIn> {
  const { clients, personas, now = () => new Date() } = options
  const state = createOidcState(clients, personas, rules.tokenLifetime, now)
  let issuer = ''
  const endpoint = createAuthorizationEndpoint(
    oidcConsent(rules, clients, state, () => issuer),
    now,
  )
  const keys = createSigningKeys(rules.id, rules.algorithm)
  const partsAt = (origin: string): OidcParts => ({ rules, clients, state, endpoint, keys, origin })
  const host = await startHost(options.port, (origin) => endpointsOf(partsAt(origin)))
  issuer = host.origin
  const parts = partsAt(issuer)
  const { clientId, nativeClientId = clientId } = clients
  return {
    ...host,
    personas,
    cast: () =>
      inOrder(personas).map((person) => ({
        key: person.key,
        name: titleOf(person),
        note: profileNote(person),
      })),
    authorize: (url, persona, consent = {}) => walkThrough(endpoint, url, persona, consent),
    nativeTokens(key, { nonce }) {
      const person = state.person(key)
      state.connect(person)
      const nonceClaim = nonce === undefined ? {} : { nonce }
      return {
        idToken: issueIdToken(parts, person, nativeClientId, nonceClaim),
        authorizationCode: endpoint.issue(key, { client_id: nativeClientId, ...nonceClaim }),
        accessToken: state.issueAccessToken(person, nativeClientId),
      }
    },
    foreignAccessToken: (key) => state.issueAccessToken(state.person(key), foreignClientId),
    rotateKeys: () => keys.rotate(),
    signIdToken(claims = {}, header = {}) {
      const usual = { ...usualClaims(parts, clientId), sub: personas[0]?.id ?? '1' }
      return keys.sign({ ...usual, ...claims }, header)
    },
    publicPem: () => keys.publicPem(),
    isConnected: (key) => state.isConnected(state.person(key)),
    disconnect: (key) => state.disconnect(state.person(key)),
    isAlive: (accessToken) => state.token(accessToken) !== undefined,
  }
}

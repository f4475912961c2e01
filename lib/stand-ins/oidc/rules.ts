import type { ProviderId } from '../../domain/values/identity.ts'
import type { AuthorizationEndpoint, AuthorizationParams, Grant } from '../host/authorization-endpoint.ts'
import type { Endpoints } from '../host/host.ts'
import { jsonResponse, type StandInRequest, type StandInResponse } from '../host/messages.ts'
import type { Scene } from '../host/pages.ts'
import type { SigningKeys } from '../host/signing-keys.ts'
import type { OidcClients, OidcPersona } from './persona.ts'
import type { OidcState } from './state.ts'

export type JwtClaims = Readonly<Record<string, unknown>>

/** What one OpenID provider does differently from the others, mostly as data. */
export interface OidcRules {
  readonly id: ProviderId
  readonly look: Omit<Scene, 'language'>
  readonly paths: {
    readonly authorize: string
    readonly token: string
    readonly keys: string
    readonly userinfo?: string
  }
  readonly scopes: readonly string[]
  /** Further metadata of a provider that publishes some (Discovery). It then names itself beside a code (RFC 9207). */
  readonly metadata?: (origin: string) => JwtClaims
  /** The known values of `prompt`. */
  readonly prompts: readonly string[]
  readonly algorithm?: 'RS256' | 'ES256'
  /** Seconds that an access token lives. */
  readonly tokenLifetime: number
  /** Whether a sign-in brings a refresh token. */
  refreshTokens(params: AuthorizationParams): 'always' | 'at_first_consent' | 'never'
  /** The profile claims of an id_token, with the `sub`. */
  claims(person: OidcPersona): JwtClaims
  /** The claims of `userinfo`, where they differ. */
  readonly userinfo?: (person: OidcPersona) => JwtClaims
  /** The provider knows no PKCE. */
  readonly pkce?: 'unknown'
  /** A request needs no scope `openid`. */
  readonly openidScope?: 'unknown'
  /** What the way back says of a person at the first consent alone. */
  readonly atFirstConsent?: (
    person: OidcPersona,
    params: AuthorizationParams,
  ) => Readonly<Record<string, string>>
  /** What the way back says when the person cancels, where the provider has its own words. */
  readonly cancelled?: Readonly<Record<string, string>>
  /** The reason to refuse an authorization request that the common rules accept. */
  readonly refuse?: (params: AuthorizationParams) => string | undefined
  /** Whether a token request shows our secret. Default: it is in the form. */
  readonly isClient?: (request: StandInRequest, clients: OidcClients, origin: string) => boolean
  /** The claims besides those of every id_token, for the client that asked. */
  readonly parties?: (azp: string) => JwtClaims
  /** The claims of an id_token that depend on the visit. `undefined` omits a claim. */
  readonly visitClaims?: (grant: Grant, person: OidcPersona) => JwtClaims
  /** The secret that signs an id_token with HS256, where the form of a token request does not ask for a key. */
  readonly sharedSecret?: (form: URLSearchParams, clients: OidcClients) => string | undefined
  /** More fields of a token response. */
  readonly tokenFields?: (params: AuthorizationParams) => JwtClaims
  /** The endpoints that this provider alone has. */
  readonly endpoints?: (parts: OidcParts) => Endpoints
}

/** The parts of a running stand-in. */
export interface OidcParts {
  readonly rules: OidcRules
  readonly clients: OidcClients
  readonly state: OidcState
  readonly endpoint: AuthorizationEndpoint
  readonly keys: SigningKeys
  readonly origin: string
}

/** A refusal as RFC 6749, section 5.2, writes it. */
export const oauthRefusal = (status: number, error: string, description: string): StandInResponse =>
  jsonResponse(status, { error, error_description: description })

/** The access token of a request (RFC 6750, section 2.1). */
export const heldToken = ({ authorization }: { readonly authorization: string }): string =>
  /^Bearer (\S+)$/.exec(authorization)?.[1] ?? ''

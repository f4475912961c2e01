import type { AuthorizationParams } from '../host/authorization-endpoint.ts'
import type { Endpoints } from '../host/host.ts'
import { jsonResponse, type StandInResponse } from '../host/messages.ts'
import type {
  IdTokenRules,
  JwtClaims,
  ProviderParts,
  ProviderRules,
  TokenRules,
  TokenVisit,
} from '../host/oauth/rules.ts'
import type { OidcClients, OidcPersona } from './persona.ts'

/** What some providers give at the first sign-in after a consent alone, and have not given yet. */
export type OidcConsent = Set<'refresh_token' | 'name'>

type Rules = ProviderRules<OidcPersona, OidcClients, OidcConsent>
export type OidcParts = ProviderParts<OidcPersona, OidcClients, OidcConsent>

/** What one OpenID provider does differently from the others, mostly as data. */
export interface OidcRules
  extends Pick<Rules, 'id' | 'look' | 'cancelled'>,
    Pick<IdTokenRules<OidcPersona, OidcClients, OidcConsent>, 'algorithm' | 'parties' | 'sharedSecret'>,
    Pick<TokenRules<OidcPersona, OidcClients, OidcConsent>, 'isClient'> {
  readonly paths: Rules['paths'] & { readonly userinfo?: string }
  readonly scopes: readonly string[]
  /** Further metadata of a provider that publishes some (Discovery). It then names itself beside a code (RFC 9207). */
  readonly metadata?: (origin: string) => JwtClaims
  /** The known values of `prompt`. */
  readonly prompts: readonly string[]
  /** Seconds that an access token lives. */
  readonly tokenLifetime: number
  /** Whether a sign-in brings a refresh token. */
  refreshTokens(params: AuthorizationParams): 'always' | 'at_first_consent' | 'never'
  /** The profile claims of an id_token, with the `sub`. */
  claims(person: OidcPersona): JwtClaims
  /** The provider knows no PKCE. */
  readonly pkce?: 'unknown'
  /** A request needs no scope `openid`. */
  readonly openidScope?: 'unknown'
  /** What the way back says of a person at the first consent alone. */
  readonly atFirstConsent?: (
    person: OidcPersona,
    params: AuthorizationParams,
  ) => Readonly<Record<string, string>>
  /** The reason to refuse an authorization request that the common rules accept. */
  readonly refuse?: (params: AuthorizationParams) => string | undefined
  /** The claims of an id_token that depend on the visit. `undefined` omits a claim. */
  readonly visitClaims?: (visit: TokenVisit<OidcPersona, OidcConsent>) => JwtClaims
  /** More fields of a token response. */
  readonly tokenFields?: () => JwtClaims
  /** The endpoints that this provider alone has. */
  readonly endpoints?: (parts: OidcParts) => Endpoints
}

/** A refusal as RFC 6749, section 5.2, writes it. */
export const oauthRefusal = (status: number, error: string, description: string): StandInResponse =>
  jsonResponse(status, { error, error_description: description })

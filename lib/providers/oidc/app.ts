import type { ProviderProfile } from '../../domain/values/evidence.ts'
import type { ProviderId, Subject } from '../../domain/values/identity.ts'
import type { AuthorizationRequest, ProviderLogin } from '../../flows/ports/provider.ts'
import type { ProviderResponse } from '../wire/http.ts'

/** The endpoints of an OpenID provider. */
interface OidcAddresses {
  readonly authorize: string
  readonly token: string
  readonly keys: string
  readonly userinfo?: string | undefined
  /** Revocation (RFC 7009). */
  readonly revoke?: string | undefined
}

/** The tokens that a code was redeemed for. Lifetimes are in seconds. */
export interface OidcTokens {
  readonly accessToken: string
  readonly idToken: string
  readonly expiresIn?: number | undefined
  readonly refreshToken?: string | undefined
}

/** A profile from claims. `whole`: nothing that `userinfo` could add is missing. */
interface ReadProfile {
  readonly profile: ProviderProfile
  readonly whole: boolean
}

export type FormFields = Readonly<Record<string, string>>

/** Our app at an OpenID provider, with the ways in which the provider differs from the others. */
export interface OidcApp {
  readonly id: ProviderId
  /** The provider's name in faults for operators. */
  readonly name: string
  readonly clientId: string
  /** Sent with every call that needs it. Absent for a public client. */
  readonly clientSecret: () => string | undefined | Promise<string>
  /** The provider knows no PKCE: the nonce in the id_token ties a code to its visit. */
  readonly pkce?: 'unknown'
  /** A native SDK may send the SHA-256 of the nonce in its place, as lower-case hexadecimal digits. */
  readonly hashesNativeNonce?: true
  /** Where the secret goes: in the form (`client_secret_post`) unless the provider wants it in a header. */
  readonly secretIn?: 'header'
  readonly at: OidcAddresses
  /** Every spelling of the issuer. */
  readonly issuers: readonly string[]
  /** Whether the provider always names itself beside a code (RFC 9207). */
  readonly sendsIssuer?: boolean
  /** The clients that a token for us may be issued to. */
  readonly audiences: readonly string[]
  readonly algorithms?: readonly ('RS256' | 'ES256')[]
  /** The secret of id_tokens that the provider signs with HS256, where it does. */
  readonly sharedSecret?: string
  /** The parameters of the authorization URL besides client, redirect URI, state, nonce and challenge. */
  authorizationParams(request: AuthorizationRequest): FormFields
  /** Further fields of the token request. */
  readonly tokenParams?: FormFields
  /** Reads the token response, where it differs from RFC 6749. */
  readonly readTokens?: (response: ProviderResponse) => OidcTokens
  /** Checks the form of a subject. Throws `ProviderFault('unavailable')`. */
  readonly checkSubject?: (subject: Subject) => Subject
  /**
   * The profile in the claims of an id_token or of `userinfo`. Pure. Throws `ProviderFault('unavailable')` for
   * claims in another form. Absent where an id_token tells the identity alone.
   */
  readonly readProfile?: (claims: unknown) => ReadProfile
  /** The token that a later disconnection needs. */
  readonly tokenToStore?: (tokens: OidcTokens) => ProviderLogin['tokenToStore']
}

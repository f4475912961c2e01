import type { ProviderId } from '../values/identity.ts'
import type { ClientId, MemberId, OAuthRequestId, SessionId } from '../values/ids.ts'
import type { Locale } from '../values/locale.ts'

/** The way back from the provider: a redirect through our callback, or a call by the client. */
export type Flow =
  | { readonly kind: 'redirect'; readonly redirectUri: string; readonly clientState?: string }
  | { readonly kind: 'direct' }

/** A signed-in member's visit to a provider: to link it, or to re-authenticate. */
export interface MemberVisitor {
  readonly intent: 'link' | 'reauth'
  readonly memberId: MemberId
  /** The session that must still be alive at the end of the visit. */
  readonly sessionId: SessionId
}

/** The OAuth request that `/login` seals. The callback may do what it allows and nothing else. */
export interface OAuthRequest {
  readonly id: OAuthRequestId
  readonly provider: ProviderId
  /** Absent for a sign-in. */
  readonly visitor?: MemberVisitor
  readonly clientId: ClientId
  readonly flow: Flow
  /** The client's own PKCE challenge (S256). */
  readonly codeChallenge: string
  readonly state: string
  readonly nonce: string
  /** Our own PKCE verifier for the provider (RFC 7636). */
  readonly codeVerifier: string
  /** The redirect URI registered at the provider. */
  readonly providerRedirectUri: string
  readonly locale: Locale
  readonly expiresAt: Date
}

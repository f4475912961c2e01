import type { ProviderId } from '../values/identity.ts'
import type { ClientId, MemberId, OAuthRequestId, SessionId } from '../values/ids.ts'
import type { Locale } from '../values/locale.ts'

/** How the provider's answer comes back to us. */
export type Flow =
  | { readonly kind: 'redirect'; readonly redirectUri: string; readonly clientState?: string }
  | { readonly kind: 'direct' }

/** A signed-in member who visits a provider: to add it, or to prove presence again. */
export interface MemberVisitor {
  readonly intent: 'link' | 'reauth'
  readonly memberId: MemberId
  /** Must still be alive at the end. */
  readonly sessionId: SessionId
}

/** What `/login` sealed: what the callback may do, and nothing else. */
export interface OAuthRequest {
  readonly id: OAuthRequestId
  readonly provider: ProviderId
  /** Absent: somebody signs in. */
  readonly visitor?: MemberVisitor
  readonly clientId: ClientId
  readonly flow: Flow
  /** The client's own PKCE challenge (S256). */
  readonly codeChallenge: string
  readonly state: string
  readonly nonce: string
  /** Our PKCE verifier towards the provider. */
  readonly codeVerifier: string
  /** Where the provider sends the browser. */
  readonly providerRedirectUri: string
  readonly locale: Locale
  readonly expiresAt: Date
}

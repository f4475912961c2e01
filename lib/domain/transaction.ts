import type { ProviderId } from './identity.ts'
import type { ClientId, TransactionId } from './ids.ts'
import type { Locale } from './member.ts'

/** How the provider's answer comes back to us. */
export type Flow =
  | { readonly kind: 'redirect'; readonly redirectUri: string; readonly clientState?: string }
  | { readonly kind: 'direct' }

/** What `/login` sealed: what the callback may do, and nothing else. */
export interface Transaction {
  readonly id: TransactionId
  readonly provider: ProviderId
  readonly intent: 'login'
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

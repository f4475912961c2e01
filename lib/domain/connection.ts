import type { ProviderProfile } from './evidence.ts'
import type { Identity } from './identity.ts'
import type { ClientId, MemberId, PendingId, TicketId, TokenId, TransactionId } from './ids.ts'
import type { Locale } from './member.ts'
import type { ProblemCode, ProblemExtras } from './problem.ts'

/** Where the claim of an identity stands. `cut`: the provider ended it, and it was the last way in. */
export type ClaimState = 'pending' | 'linked' | 'disconnecting' | 'cut'

/** What leads from an identity to a member, or to the visits that may still make one. */
export interface IdentityClaim extends Identity {
  readonly state: ClaimState
  /** Present when linked or cut. */
  readonly memberId?: MemberId
  readonly externalId?: string
  /** When the sweep has to look at it; absent when nothing is due. */
  readonly dueAt?: Date
}

/** How a pending connection ended; it ends exactly once. */
export type PendingEnd = 'linked' | 'registered' | 'merged' | 'disconnected' | 'released' | 'not_revocable'

/**
 * One visit of an identity that is not linked yet: it waits for register, link or merge.
 * It names the one token that may end it, so a token works once and an older one never.
 */
export interface PendingConnection {
  readonly id: PendingId
  readonly transactionId: TransactionId
  readonly clientId: ClientId
  /** The client's PKCE challenge (S256), shown again by every later step. */
  readonly codeChallenge: string
  readonly tokenId: TokenId
  readonly authTime: Date
  readonly amr: readonly string[]
  readonly locale: Locale
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly profile: ProviderProfile
}

/** What a redirect visit decided, to be acted on when the client shows its secret. Never a token. */
export type TicketDecision =
  | {
      readonly kind: 'arrived'
      readonly identity: Identity
      readonly authTime: Date
      readonly amr: readonly string[]
    }
  | { readonly kind: 'pending'; readonly pendingId: PendingId }
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly extras: ProblemExtras }

/** A one-time handle of a decision; it lives 60 seconds. */
export interface Ticket {
  readonly id: TicketId
  readonly clientId: ClientId
  readonly codeChallenge: string
  /** SHA-256 of a secret in the starting browser's cookie; absent for clients without one. */
  readonly browserHash?: string
  readonly decision: TicketDecision
  readonly expiresAt: Date
}

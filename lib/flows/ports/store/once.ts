import type { OAuthRequestId, PendingId, TokenId } from '../../../domain/values/ids.ts'

/**
 * The record that makes a visit's effect happen once: the id of the sealed OAuth request and, for a native
 * access token, the token's hash. It is written in the transaction of the effect.
 */
export interface Once {
  readonly transactionId: OAuthRequestId
  readonly accessToken?: { readonly hash: string; readonly expiresAt: Date }
  /** The record's expiry. The OAuth request cannot be opened after it. */
  readonly expiresAt: Date
  /** What the record keeps for another request of the same visit. */
  readonly trace?: Pick<VisitTrace, 'at'>
}

/** What a request of a visit leaves for another one that was under way at that moment. */
export interface VisitTrace {
  readonly at: Date
  /** The pending visit that it has made. */
  readonly pendingId?: PendingId
  /** The provider had refused the visit, and nothing else came of it. */
  readonly refused: boolean
}

/** The use of a ticket: of its visit, or of the ticket alone where the visit has had its effect at the callback. */
export interface TicketUse {
  readonly of: 'transaction' | 'ticket'
  readonly id: OAuthRequestId | PendingId
  readonly expiresAt: Date
}

/** A pending visit and the one token that may end it. The token's effect consumes both. */
export interface ConsumedPending {
  readonly pendingId: PendingId
  readonly tokenId: TokenId
  /** The ticket of the visit, where it is what was shown. */
  readonly ticket?: TicketUse
}

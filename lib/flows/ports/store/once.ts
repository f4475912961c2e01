import type { OAuthRequestId, PendingId, TokenId } from '../../../domain/values/ids.ts'

/**
 * What makes a visit's effect happen once: the transaction that `/login` sealed and, for a native access
 * token, the token's hash. Written in the same database transaction as the effect, never before it.
 */
export interface Once {
  readonly transactionId: OAuthRequestId
  readonly accessToken?: { readonly hash: string; readonly expiresAt: Date }
  /** The provider refused: nothing may be refused twice, but the effect of the same visit still happens. */
  readonly refused?: true
  /** When the record may be forgotten: the transaction cannot be opened any more. */
  readonly expiresAt: Date
}

/** A visit that waited, and the one token that may end it: both are over with what the token allows. */
export interface ConsumedPending {
  readonly pendingId: PendingId
  readonly tokenId: TokenId
}

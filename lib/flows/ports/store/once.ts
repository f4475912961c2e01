import type { OAuthRequestId, PendingId, TokenId } from '../../../domain/values/ids.ts'

/**
 * The record that makes a visit's effect happen once: the id of the sealed OAuth request and, for a native
 * access token, the token's hash. It is written in the transaction of the effect.
 */
export interface Once {
  readonly transactionId: OAuthRequestId
  readonly accessToken?: { readonly hash: string; readonly expiresAt: Date }
  /** The provider refused. A second refusal is not recorded, but the same visit may still have its effect. */
  readonly refused?: true
  /** The record's expiry. The OAuth request cannot be opened after it. */
  readonly expiresAt: Date
}

/** A pending visit and the one token that may end it. The token's effect consumes both. */
export interface ConsumedPending {
  readonly pendingId: PendingId
  readonly tokenId: TokenId
}

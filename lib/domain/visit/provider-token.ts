import type { Brand } from '../values/brand.ts'

/** A provider's token, stored only for disconnecting at the provider. */
export interface ProviderToken {
  readonly kind: 'refresh' | 'access'
  readonly token: string
  /** The client of ours that the token was issued to, where a provider has several. */
  readonly clientId?: string
  /** The token's expiry, if the provider reports one. */
  readonly expiresAt?: Date
  /**
   * A one-time token that has been sent to the provider already. It may be
   * consumed although the response got lost.
   */
  readonly shown?: true
}

/**
 * Whether a token has expired. A provider's response to an expired token says nothing about the connection.
 */
export const hasRunOut = ({ expiresAt }: ProviderToken, now: Date): boolean =>
  expiresAt !== undefined && expiresAt <= now

/** A sealed provider token. It opens only for its own identity. */
export type SealedToken = Brand<string, 'SealedToken'>

/** The provider token that a visit stores with its identity's claim. */
export interface StoredProviderToken {
  readonly sealed: SealedToken
  /** False for a short-lived token, which never replaces a stored one. */
  readonly durable: boolean
  /** The token that ends the connection within the visit, where the stored one works once. Never stored. */
  readonly ending?: SealedToken
}

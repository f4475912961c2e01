import type { ProviderToken } from '../../../domain/visit/provider-token.ts'

/** A stored provider token, opened for the disconnect. */
export interface OpenedProviderToken extends ProviderToken {
  /** Stores the token that replaced this one. Called before any further call to the provider. */
  renew(token: ProviderToken): Promise<void>
}

/** A stored provider token that a provider is asked about. */
export interface AskedToken extends ProviderToken {
  /** Stores the token that replaced this one. Absent where nothing could store it. */
  readonly renew?: OpenedProviderToken['renew']
}

import type { Brand } from '../values/brand.ts'

/** A token of the provider's that ending the connection there needs, and that nothing else is done with. */
export interface ProviderToken {
  readonly kind: 'refresh' | 'access'
  readonly token: string
  /** When it is over whatever happens, where the provider says so. */
  readonly expiresAt?: Date
  /** It works once and has been shown: it may be used up without our having heard what for. */
  readonly shown?: true
}

/** Whether a token is over: whatever a provider then says to it, it says nothing of the connection. */
export const hasRunOut = ({ expiresAt }: ProviderToken, now: Date): boolean =>
  expiresAt !== undefined && expiresAt <= now

/** A kept token as it lies in the table: it opens for its own identity alone. */
export type SealedToken = Brand<string, 'SealedToken'>

/** What a visit leaves with the claim of its identity. */
export interface StoredProviderToken {
  readonly sealed: SealedToken
  /** False for a token that dies soon: it takes the place of nothing that is kept already. */
  readonly durable: boolean
}

import type { Brand } from './brand.ts'
import type { Email, Phone } from './evidence.ts'
import { isUuid, type TokenId } from './ids.ts'
import type { Locale } from './locale.ts'

export type VerificationId = Brand<string, 'VerificationId'>

/** Whether a value has the form of an id that this system made (UUIDv7). */
export const isVerificationId = (value: unknown): value is VerificationId => isUuid(value)

export const verificationPurposes = ['sign_up', 'sign_in', 'contact'] as const
export type VerificationPurpose = (typeof verificationPurposes)[number]

/** Where a code goes. */
export type Address =
  | { readonly channel: 'email'; readonly value: Email }
  | { readonly channel: 'sms'; readonly value: Phone }

/** A code on its way to an address. */
export interface Verification {
  readonly id: VerificationId
  readonly address: Address
  readonly purpose: VerificationPurpose
  /** Keyed hash of the code: six digits could be guessed from a plain one. */
  readonly codeHash: string
  readonly locale: Locale
  readonly startedAt: Date
  readonly expiresAt: Date
}

/** A code that came back: whoever holds the token with this id has proven the address, once. */
export interface ProvenAddress {
  readonly verificationId: VerificationId
  readonly tokenId: TokenId
  readonly address: Address
  readonly purpose: VerificationPurpose
  /** When the code was asked for. */
  readonly startedAt: Date
}

/** Comparisons per code (NIST SP 800-63B, section 3.2.2 allows far more). */
export const maxCodeTries = 5

import type { Brand } from './brand.ts'
import type { Identity } from './identity.ts'

/** An e-mail address in its one normal form (see `contacts/email.ts`). */
export type Email = Brand<string, 'Email'>
/** A phone number in E.164. */
export type Phone = Brand<string, 'Phone'>
/** A keyed hash of a CI: the CI itself is never kept. */
export type CiHash = Brand<string, 'CiHash'>
/** A keyed hash of a DI: the DI itself is never kept. */
export type DiHash = Brand<string, 'DiHash'>

/**
 * How far a source stands behind a value.
 * `unverified`: somebody typed it. `verified_once`: it was proven some day, perhaps long ago.
 * `vouched`: the source answers for it today.
 */
export type Trust = 'unverified' | 'verified_once' | 'vouched'

/** A contact as a provider, a code or an identity check reports it. */
export interface Vouched<Value> {
  readonly value: Value
  readonly trust: Trust
}

export interface Birth {
  readonly year?: number
  /** `MMDD`, in the calendar below. */
  readonly monthDay?: string
  readonly calendar: 'solar' | 'lunar'
  readonly leapMonth?: boolean
}

/** What somebody says of the visitor, each value with how far they stand behind it. */
export interface Evidence {
  readonly email?: Vouched<Email>
  readonly phone?: Vouched<Phone>
  readonly name?: string
  readonly birth?: Birth
  readonly ci?: CiHash
}

/** What a registration can need. */
export const items = ['email', 'phone', 'name', 'birth', 'gender'] as const
export type Item = (typeof items)[number]

/** An answer to one set of terms that the provider asked for us. */
export interface TermsAnswer {
  readonly tag: string
  readonly agreed: boolean
  readonly agreedAt?: Date
}

/** Everything a provider told about one visitor: evidence, and what a form can be filled with. */
export interface ProviderProfile extends Evidence {
  readonly identity: Identity
  readonly nickname?: string
  readonly picture?: string
  readonly gender?: string
  /** As the provider words it, such as `10~14`. */
  readonly ageRange?: string
  /** Items that the visitor refused at the provider. An item that the account lacks is not refused. */
  readonly refused: readonly Item[]
  /** Answers to terms; `unknown` when the provider should have told and did not. */
  readonly terms: readonly TermsAnswer[] | 'unknown'
}

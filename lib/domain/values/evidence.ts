import type { Brand } from './brand.ts'
import type { Identity } from './identity.ts'

/** An e-mail address in normal form (see `contacts/email.ts`). */
export type Email = Brand<string, 'Email'>
/** A phone number in E.164 format. */
export type Phone = Brand<string, 'Phone'>
/** A keyed hash of a CI. The CI itself is never stored. */
export type CiHash = Brand<string, 'CiHash'>
/** A keyed hash of a DI. The DI itself is never stored. */
export type DiHash = Brand<string, 'DiHash'>

/** The kinds of contact. */
export const contactKinds = ['email', 'phone'] as const
export type ContactKind = (typeof contactKinds)[number]

/**
 * How strongly a source vouches for a value. `unverified`: a person typed the value. `verified_once`: the
 * value was proven at some time, perhaps long ago. `vouched`: the source vouches for the value today. `code`: a code
 * came back from it in this visit.
 */
export type Trust = 'unverified' | 'verified_once' | 'vouched' | 'code'

/** A contact with its trust, as a provider, a code or an identity check reports it. */
export interface Vouched<Value> {
  readonly value: Value
  readonly trust: Trust
}

/** The genders that a form accepts. A provider or an import may report another text. */
export const genders = ['female', 'male', 'other'] as const
export type Gender = (typeof genders)[number]

export interface Birth {
  readonly year?: number
  /** `MMDD` in the calendar named by `calendar`. */
  readonly monthDay?: string
  readonly calendar: 'solar' | 'lunar'
  readonly leapMonth?: boolean
}

/** Statements about the visitor. Contacts carry the trust of their source. */
export interface Evidence {
  readonly email?: Vouched<Email>
  readonly phone?: Vouched<Phone>
  readonly name?: string
  readonly birth?: Birth
  readonly ci?: CiHash
  readonly di?: DiHash
  /** CI and DI come from an identity check in this visit: it says who somebody is, and does not prove an account. */
  readonly check?: IdentityCheckSource
}

/** An identity check (본인확인): the gateway, as it names itself, and the time. */
interface IdentityCheckSource {
  readonly source: string
  readonly verifiedAt: Date
}

/** The items that a service can require at registration. */
export const items = ['email', 'phone', 'name', 'nickname', 'birth', 'gender', 'identity'] as const
export type Item = (typeof items)[number]

/** The services of providers that collect answers to our terms. The adapter tells which one it was. */
export const termsServices = ['kakao_sync'] as const
type TermsService = (typeof termsServices)[number]

/** An answer to one set of our terms, collected by the provider. */
export interface TermsAnswer {
  readonly source: TermsService
  readonly tag: string
  readonly agreed: boolean
  readonly agreedAt?: Date
}

/** A provider's report about one visitor: evidence, and values to prefill a form with. */
export interface ProviderProfile extends Evidence {
  readonly identity: Identity
  /** A name that the provider has not signed. It fills in the form, and is no evidence. */
  readonly displayName?: string
  readonly nickname?: string
  readonly picture?: string
  readonly gender?: string
  /** In the provider's format, such as `10~14`. */
  readonly ageRange?: string
  /** Whether the person has our account at the provider as a friend, and has not blocked it. */
  readonly friend?: boolean
  /**
   * Items that the visitor refused at the provider. An item that the account lacks does not count as refused.
   */
  readonly refused: readonly Item[]
  /** The answers to terms; `unknown` if the provider left them out although it should report them. */
  readonly terms: readonly TermsAnswer[] | 'unknown'
}

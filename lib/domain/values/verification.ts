import type { Brand } from './brand.ts'
import type { ContactKind, Email, Phone } from './evidence.ts'
import { isUuid, type TokenId } from './ids.ts'

export type VerificationId = Brand<string, 'VerificationId'>

/** Whether a value has the form of a verification's id (UUIDv7, RFC 9562). */
export const isVerificationId = (value: unknown): value is VerificationId => isUuid(value)

/** The purposes of a code. A code proves nothing for another purpose. */
export const verificationPurposes = ['sign_up', 'sign_in', 'contact'] as const
export type VerificationPurpose = (typeof verificationPurposes)[number]

/** The destination of a code. */
export type Address =
  | { readonly channel: 'email'; readonly value: Email }
  | { readonly channel: 'sms'; readonly value: Phone }

/** The kind of contact that an address is. */
export const contactKindOf = ({ channel }: Pick<Address, 'channel'>): ContactKind =>
  channel === 'email' ? 'email' : 'phone'

/** What names a member beside a password: an address, or a login ID (아이디) as `loginIdKey` gives it. */
export type Identifier = Address | { readonly channel: 'login_id'; readonly value: string }

/** How a code from a channel proves presence, in the words of RFC 8176. */
export const amrOfCode = (channel: Address['channel']): readonly string[] =>
  channel === 'sms' ? ['otp', 'sms'] : ['otp']

/** A code that was requested for an address and is not confirmed yet. */
export interface Verification {
  readonly id: VerificationId
  readonly address: Address
  readonly purpose: VerificationPurpose
  /** The id of the key that the code is derived with. The code itself stands nowhere. */
  readonly keyId: string
  readonly startedAt: Date
  readonly expiresAt: Date
}

/** A confirmed code. The holder of the token with `tokenId` has proven the address; the proof works once. */
export interface ProvenAddress {
  readonly verificationId: VerificationId
  readonly tokenId: TokenId
  readonly address: Address
  readonly purpose: VerificationPurpose
  /** When the code was requested. */
  readonly startedAt: Date
}

/** The maximum number of comparisons per code (NIST SP 800-63B, section 3.2.2 allows far more). */
export const maxCodeAttempts = 5

/** The sign-ups and sign-ins that a stage offers, beside the providers. */
export interface Doors {
  readonly emailSignUp: boolean
  readonly phoneSignUp: boolean
  readonly passwordSignIn: boolean
  readonly emailCodeSignIn: boolean
  readonly smsCodeSignIn: boolean
}

/** The doors of a stage that sets none: all of them. */
export const allDoors: Doors = {
  emailSignUp: true,
  phoneSignUp: true,
  passwordSignIn: true,
  emailCodeSignIn: true,
  smsCodeSignIn: true,
}

/**
 * What a stage offers people. Where everybody is checked (본인확인), nobody signs up by address, since only a visit with a
 * provider can have a check.
 */
export const offeredDoors = (doors: Doors, neededItems: readonly string[]): Doors =>
  neededItems.includes('identity') ? { ...doors, emailSignUp: false, phoneSignUp: false } : doors

/** Whether a stage signs people up by this kind of address. */
export const mayJoinBy = (
  { emailSignUp, phoneSignUp }: Doors,
  { channel }: Pick<Address, 'channel'>,
): boolean => (channel === 'email' ? emailSignUp : phoneSignUp)

/** Whether a stage signs members in by a code to this kind of address. */
export const maySignInByCode = (
  { emailCodeSignIn, smsCodeSignIn }: Doors,
  { channel }: Pick<Address, 'channel'>,
): boolean => (channel === 'email' ? emailCodeSignIn : smsCodeSignIn)

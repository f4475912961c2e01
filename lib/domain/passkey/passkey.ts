import type { Brand } from '../values/brand.ts'
import type { PasskeyId } from '../values/ids.ts'

/** The id that an authenticator gives a credential, in base64url. */
export type CredentialId = Brand<string, 'CredentialId'>

/** A COSE public key (RFC 9052) in base64url. */
export type CosePublicKey = Brand<string, 'CosePublicKey'>

/** The random-looking name of a member for authenticators (WebAuthn, section 14.6.1), in base64url. */
export type UserHandle = Brand<string, 'UserHandle'>

/** Whether a value has the form of a credential id: 16 to 1023 bytes (WebAuthn, section 4). */
export const isCredentialId = (value: unknown): value is CredentialId =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{22,1364}$/.test(value)

/** Whether a value has the form of a user handle: at most 64 bytes. */
export const isUserHandle = (value: unknown): value is UserHandle =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{1,86}$/.test(value)

/** The ways by which a browser reaches an authenticator (WebAuthn, section 5.8.4). */
export const transports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const
export type AuthenticatorTransport = (typeof transports)[number]

/** What an authenticator made: a key pair of which it keeps the private part. */
export interface NewCredential {
  readonly credentialId: CredentialId
  readonly publicKey: CosePublicKey
  /** Counts the uses, where the authenticator counts. A synced one says zero for ever. */
  readonly counter: number
  readonly transports: readonly AuthenticatorTransport[]
  /** The kind of authenticator, which nobody attests. For a name only. */
  readonly aaguid: string
  /** Whether the key may leave the device for the person's other devices. */
  readonly backupEligible: boolean
  /** Whether it has. */
  readonly backedUp: boolean
}

/** A passkey of a member. */
export interface Passkey extends Omit<NewCredential, 'aaguid'> {
  readonly id: PasskeyId
  /** The domain that it belongs to. Absent in one from before domains were noted, which counts as of the present one. */
  readonly rpId?: string
  /** The user handle that the authenticator stored with the key. After a merge it is still the one of before. */
  readonly userHandle: UserHandle
  /** The member's own name for it; at first, that of the authenticator or the device. */
  readonly name: string
  readonly createdAt: Date
  readonly lastUsedAt?: Date
}

/** What an authenticator says with a signature. */
export interface Assertion {
  readonly counter: number
  readonly backedUp: boolean
}

/** The most passkeys that one member may add. */
export const maxPasskeys = 10

/**
 * Whether the counter of a signature has not moved beyond the stored one: the key exists twice (WebAuthn, section 6.1.1).
 * An authenticator that does not count says zero each time.
 */
export const isCounterRegressed = (
  { counter: stored }: Pick<Passkey, 'counter'>,
  { counter }: Pick<Assertion, 'counter'>,
): boolean => (stored > 0 || counter > 0) && counter <= stored

/** The words of RFC 8176 for a sign-in by passkey: a key was used, by a person who was there and was verified. */
export const amrOfPasskey: readonly string[] = ['pop', 'user', 'mfa']

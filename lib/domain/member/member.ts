import type { Agreement } from '../consent/agreement.ts'
import type { DeviceLabel } from '../values/device.ts'
import type { Birth, CiHash, DiHash, Email, Phone } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'
import type { ClientId, MemberId, SessionId } from '../values/ids.ts'
import type { Locale } from '../values/locale.ts'

export const memberStatuses = ['active', 'deactivated', 'suspended', 'withdrawn', 'merged'] as const
export type MemberStatus = (typeof memberStatuses)[number]

/** A contact that a member has on file. */
export interface OwnContact<Value> {
  readonly value: Value
  readonly verified: boolean
  /** Several imported members have it: it is nobody's own, and no code lets anybody in by it. */
  readonly shared?: true
  /** More than three members share it, so it names nobody beside a password. Known after a look, never stored. */
  readonly crowded?: true
  /** An import brought the value, and nobody has proven it here. */
  readonly imported?: true
}

/** A number that a member has on file. */
export interface OwnPhone extends OwnContact<Phone> {
  /** When it was proven last: by a code that came back, or by a provider that verified it. */
  readonly provenAt?: Date
}

/** An identity whose connection at the provider has ended, although the member never unlinked it. */
export interface EndedIdentity extends Identity {
  /** `provider`: the person or the provider ended it there. `closing`: we ended it, when the account closed. */
  readonly endedBy: 'provider' | 'closing'
}

/** What lets a member in. */
export type LoginMethod = `identity:${string}:${string}` | 'password' | 'email' | 'phone'

export const identityMethod = (identity: Identity): LoginMethod =>
  `identity:${identity.provider}:${identity.subject}`

/** A person's one account here (회원). */
export interface Member {
  readonly id: MemberId
  readonly externalId?: string
  readonly status: MemberStatus
  /** Raised by every change of the member, its ways or its claims. */
  readonly version: number
  readonly name?: string
  readonly email?: OwnContact<Email>
  readonly phone?: OwnPhone
  /** Verified addresses that came with a merged account, beside the member's own. */
  readonly otherEmails?: readonly Email[]
  readonly otherPhones?: readonly Phone[]
  readonly birth?: Birth
  readonly gender?: string
  readonly ci?: CiHash
  readonly di?: DiHash
  readonly identityVerifiedAt?: Date
  /** Who verified it, in the identity gateway's own word. */
  readonly identitySource?: string
  /** CI and DI were never checked here, or belong to the time before a recovery: evidence, and no proof. */
  readonly identityUnproven?: true
  readonly ways: readonly LoginMethod[]
  readonly endedIdentities?: readonly EndedIdentity[]
  /**
   * An import made the member. `unproven`: nobody has proven anything here since. Signing in by the imported
   * password proves nothing.
   */
  readonly imported?: 'unproven' | 'proven'
  readonly attributes: Readonly<Record<string, unknown>>
  /** To required terms, in every version that the member agreed to. */
  readonly agreements?: readonly Agreement[]
  readonly locale: Locale
  /** Sessions opened before this moment are dead. */
  readonly sessionsValidFrom: Date
  /** When a withdrawn member may no longer be restored. */
  readonly restorableUntil?: Date
  /** The survivor, of a merged member: what is left of it is a tombstone. */
  readonly mergedInto?: MemberId
  /** From when a withdrawn member may join again. */
  readonly rejoinFrom?: Date
  readonly createdAt: Date
}

/** An identity that a member has linked. */
export interface LinkedIdentity extends Identity {
  readonly label?: string
  readonly linkedAt: Date
}

/** How a person signed in, in the words of RFC 8176 and OpenID Connect. */
export interface SignIn {
  /** The original sign-in, not the last renewal. */
  readonly authTime: Date
  readonly amr: readonly string[]
  /** The identity that opened the door, if a provider did. */
  readonly identity?: Identity
}

/** One device's stay. */
export interface Session {
  readonly id: SessionId
  readonly memberId: MemberId
  readonly externalId?: string
  readonly clientId: ClientId
  readonly signIn: SignIn
  /** What opened it, as far as that said; it stays when the session is renewed. */
  readonly device?: DeviceLabel
  /** Which refresh token is the current one. */
  readonly generation: number
  /** Hash of the current refresh token. */
  readonly refreshHash: string
  /** The stage key that the current refresh token was derived with. */
  readonly refreshKid: string
  readonly rotatedAt: Date
  /** When it was opened; or when the member ended all other sessions from it, which starts it anew. */
  readonly createdAt: Date
  /** When it was opened, where it was started anew since. */
  readonly firstOpenedAt?: Date
  readonly idleExpiresAt: Date
  readonly absoluteExpiresAt: Date
}

/** The part of a member that tells whether it may come in. */
export type MemberAuthState = Pick<
  Member,
  'id' | 'externalId' | 'status' | 'sessionsValidFrom' | 'restorableUntil' | 'agreements'
>

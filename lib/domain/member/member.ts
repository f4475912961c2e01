import type { Agreement } from '../consent/agreement.ts'
import type { DeviceLabel } from '../values/device.ts'
import type { Birth, CiHash, DiHash, Email, Phone } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'
import type { ClientId, MemberId, PasskeyId, SessionId } from '../values/ids.ts'
import type { Locale } from '../values/locale.ts'

export const memberStatuses = ['active', 'deactivated', 'suspended', 'withdrawn', 'merged'] as const
export type MemberStatus = (typeof memberStatuses)[number]

/** Why mail does not reach an address: it does not exist any more, or its reader called a mail spam. */
export const deliveryFailures = ['bounce', 'complaint'] as const
export type DeliveryFailure = (typeof deliveryFailures)[number]

/** A member's contact. */
export interface OwnContact<Value> {
  readonly value: Value
  readonly verified: boolean
  /**
   * Several imported members share the value, so it is no member's own and no code signs anybody in by it.
   */
  readonly shared?: true
  /**
   * At most three members share the value, so each is still named by it beside the own password. Set by a reader that
   * compares all of them, never stored.
   */
  readonly sharedByFew?: true
  /** An import brought the value, which was not verified there, and nobody has proven it here. */
  readonly imported?: true
  /** The last mail did not reach this address. A code that comes back ends the mark, and another address has none. */
  readonly failing?: DeliveryFailure
}

/** A member's number. */
export interface OwnPhone extends OwnContact<Phone> {
  /** The time of the last proof: a code that came back, or a provider that verified the number. */
  readonly provenAt?: Date
}

/** An identity whose connection at the provider has ended, although its member has not unlinked it. */
export interface EndedIdentity extends Identity {
  /**
   * `provider`: the person or the provider ended the connection there, and nothing else that lasts let the member in.
   * `provider_beside`: the same, beside something that lasts. `closing`: we ended it when the account was closed.
   */
  readonly endedBy: (typeof endings)[number]
}

/** The ways in which an identity may have ended. */
export const endings = ['provider', 'provider_beside', 'closing'] as const

/** A stored login method. */
export type LoginMethod = IdentityMethod | `passkey:${string}` | 'password' | 'email' | 'phone'

/** The login method that a linked identity is. */
export type IdentityMethod = `identity:${string}:${string}`

/** The stored login method of an identity. */
export const identityMethod = (identity: Identity): IdentityMethod =>
  `identity:${identity.provider}:${identity.subject}`

/**
 * The stored login method of a passkey, with the domain that the passkey belongs to. One from before domains were noted
 * has none.
 */
export const passkeyMethod = ({
  id,
  rpId,
}: {
  readonly id: PasskeyId
  readonly rpId?: string
}): LoginMethod => (rpId === undefined ? `passkey:${id}` : `passkey:${id}@${rpId}`)

/** A person's one account here (회원). */
export interface Member {
  readonly id: MemberId
  readonly externalId?: string
  readonly status: MemberStatus
  /** Increased by every change of the member, its login methods or its claims. */
  readonly version: number
  readonly name?: string
  /** The name that the member is called by here (별명). */
  readonly nickname?: string
  /** The login ID (아이디) that an import brought, as its member writes it. */
  readonly loginId?: string
  readonly email?: OwnContact<Email>
  readonly phone?: OwnPhone
  /** Verified contacts from merged accounts. */
  readonly otherEmails?: readonly Email[]
  readonly otherPhones?: readonly Phone[]
  readonly birth?: Birth
  readonly gender?: string
  readonly ci?: CiHash
  readonly di?: DiHash
  readonly identityVerifiedAt?: Date
  /** The source of the identity check, as the gateway names it. */
  readonly identitySource?: string
  /** CI and DI were never checked here, or are older than a recovery: they are evidence but no proof. */
  readonly identityUnproven?: true
  readonly ways: readonly LoginMethod[]
  readonly endedIdentities?: readonly EndedIdentity[]
  /** An import made the member. */
  readonly imported?: true
  /** The id of that import. */
  readonly importId?: string
  /** The version that an import wrote. While it is the version, nobody has signed in or changed anything since. */
  readonly asImported?: number
  /** Nobody has proven anything here since the import. Signing in by the imported password proves nothing. */
  readonly neverProven?: true
  readonly attributes: Readonly<Record<string, unknown>>
  /** Agreements to required terms, in every version that the member agreed to. */
  readonly agreements?: readonly Agreement[]
  readonly locale: Locale
  /**
   * Raised by everything that ends all sessions, and never lowered. A session is alive while it carries the
   * same number, so no clock decides.
   */
  readonly credentialsVersion: number
  /** The end of the grace period of a withdrawn member. */
  readonly restorableUntil?: Date
  /** The survivor of a merged member, of which only a tombstone is left. */
  readonly mergedInto?: MemberId
  /** The date from which a withdrawn member may join again. */
  readonly rejoinFrom?: Date
  readonly createdAt: Date
}

/** An identity that a member has linked. */
export interface LinkedIdentity extends Identity {
  readonly label?: string
  readonly linkedAt: Date
  /** The last sign-in by this identity. Absent until the first one here. */
  readonly lastUsedAt?: Date
}

/** An identity that was linked until its connection at the provider ended. Its member has not unlinked it. */
export interface FormerIdentity extends LinkedIdentity {
  readonly endedAt: Date
}

/** A sign-in, described as in RFC 8176 (`amr`) and OpenID Connect Core, section 2 (`auth_time`). */
export interface SignIn {
  /** The time of the original sign-in, not of the last renewal. */
  readonly authTime: Date
  readonly amr: readonly string[]
  /** The identity that signed in, if a provider did. */
  readonly identity?: Identity
  /** The passkey that signed in, if one did. */
  readonly passkey?: PasskeyId
}

/** The last time that a refresh token came back late, because its response had got lost. */
export interface LateRetry {
  /** The generation of the session at that time. */
  readonly generation: number
  /** How many such retries happened in a row, this one included. */
  readonly count: number
  readonly at: Date
}

/** A session of a member on one device. */
export interface Session {
  readonly id: SessionId
  readonly memberId: MemberId
  readonly externalId?: string
  readonly clientId: ClientId
  readonly signIn: SignIn
  /** The device's own description. It stays when the session is renewed. */
  readonly device?: DeviceLabel
  /** The number of the current refresh token. */
  readonly generation: number
  /** Hash of the current refresh token. */
  readonly refreshHash: string
  /** The stage key that the current refresh token was derived with. */
  readonly refreshKid: string
  readonly rotatedAt: Date
  readonly lateRetry?: LateRetry
  /** The member's `credentialsVersion` that the session was opened under, or has survived the end of. */
  readonly credentialsVersion: number
  readonly createdAt: Date
  /** The last time that the member ended all other sessions from this one. */
  readonly othersEndedAt?: Date
  readonly idleExpiresAt: Date
  readonly absoluteExpiresAt: Date
}

/** The part of a member that decides whether its sessions may be used. */
export type MemberAuthState = Pick<
  Member,
  'id' | 'externalId' | 'status' | 'credentialsVersion' | 'restorableUntil' | 'agreements'
>

/**
 * Whether a member is as good as erased: withdrawn, and the grace period is over. The sweep comes later, and until then the
 * rows are there. Such a member is nobody, so the person can join again at once.
 */
export const hasLeft = (
  { status, restorableUntil }: Pick<Member, 'status' | 'restorableUntil'>,
  now: Date,
): boolean => status === 'withdrawn' && restorableUntil !== undefined && restorableUntil <= now

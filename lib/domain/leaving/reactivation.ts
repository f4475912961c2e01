import type { Member } from '../member/member.ts'
import type { Brand } from '../values/brand.ts'
import { defined } from '../values/defined.ts'
import type { Email } from '../values/evidence.ts'
import { isUuid, type MemberId, type TokenId } from '../values/ids.ts'
import { after, lifetimes } from '../values/lifetimes.ts'
import type { Address } from '../values/verification.ts'

/**
 * One pause of one member; each pause has its own id. Closing an account pauses
 * it too, until the grace period ends.
 */
export type DeactivationId = Brand<string, 'DeactivationId'>

/** Whether a value has the form of a deactivation's id (UUIDv7, RFC 9562). */
export const isDeactivationId = (value: unknown): value is DeactivationId => isUuid(value)

/** The newest reactivation message of a paused member. */
export interface Invitation {
  readonly tokenId: TokenId
  /** Keyed hash of the recipient's address. */
  readonly toHash: string
  readonly sentAt: Date
}

/** The part of a member that reactivation depends on. */
export interface ReturningMember
  extends Pick<Member, 'id' | 'externalId' | 'status' | 'email' | 'phone' | 'locale' | 'restorableUntil'> {
  /** Absent for an active member, and after a deactivation without an id. */
  readonly deactivationId?: DeactivationId
  /** Stays after use, so that a second use is recognised. */
  readonly invitation?: Invitation
}

/**
 * The destination of a reactivation message: the e-mail address, even an unverified one, since opening the
 * mail verifies it; else a verified number; else undefined.
 */
export function reactivationAddress({
  email,
  phone,
}: Pick<ReturningMember, 'email' | 'phone'>): Address | undefined {
  if (email !== undefined) return { channel: 'email', value: email.value }
  return phone?.verified === true ? { channel: 'sms', value: phone.value } : undefined
}

/** The claims of a reactivation token. */
export interface ReactivationName {
  readonly memberId: MemberId
  readonly deactivationId: DeactivationId
  readonly tokenId: TokenId
}

/**
 * Whether a member may reactivate by message: a deactivated member, or a
 * withdrawn one within the grace period.
 */
export const mayReturn = (
  { status, restorableUntil }: Pick<ReturningMember, 'status' | 'restorableUntil'>,
  now: Date,
): boolean =>
  status === 'deactivated' ||
  (status === 'withdrawn' && restorableUntil !== undefined && now < restorableUntil)

/** Whether a message may be sent now. One minute must lie between two messages. */
export const mayInvite = ({ invitation }: ReturningMember, now: Date): boolean =>
  invitation === undefined || now >= after(invitation.sentAt, lifetimes.reactivationMailPause)

/** The verdict on a reactivation token. */
export type ReactivationVerdict =
  /** `verifies`: the recipient address, if it is unverified so far. */
  | { readonly kind: 'reactivate'; readonly to: Address; readonly verifies?: Email }
  /** The token has already reactivated the member. */
  | { readonly kind: 'used' }
  /** A newer message, another deactivation or another address has replaced the token. */
  | { readonly kind: 'dead' }

/**
 * Judges a reactivation token against the member's current state. `hashOf` is the keyed hash of
 * message addresses. Only the newest message counts, only for its own deactivation, and only
 * while its address is the member's.
 */
export function judgeReactivation(
  member: ReturningMember,
  token: ReactivationName,
  hashOf: (value: Address['value']) => string,
  now: Date,
): ReactivationVerdict {
  const { deactivationId, invitation, email } = member
  const to = reactivationAddress(member)
  if (invitation?.tokenId !== token.tokenId) return { kind: 'dead' }
  if (deactivationId !== token.deactivationId) return { kind: 'used' }
  if (!mayReturn(member, now) || to === undefined) return { kind: 'dead' }
  if (hashOf(to.value) !== invitation.toHash) return { kind: 'dead' }
  return {
    kind: 'reactivate',
    to,
    ...defined({ verifies: email?.verified === false && !email.shared ? email.value : undefined }),
  }
}

import type { Member } from '../member/member.ts'
import type { Brand } from '../values/brand.ts'
import type { Email } from '../values/evidence.ts'
import { isUuid, type MemberId, type TokenId } from '../values/ids.ts'
import { after, lifetimes } from '../values/lifetimes.ts'
import type { Address } from '../values/verification.ts'

/**
 * One pause of one member: a member who pauses again has another one. Whoever withdraws pauses too, until the
 * grace period ends.
 */
export type DeactivationId = Brand<string, 'DeactivationId'>

/** Whether a value has the form of an id that this system made (UUIDv7). */
export const isDeactivationId = (value: unknown): value is DeactivationId => isUuid(value)

/** The newest mail that a paused member can come back by. */
export interface Invitation {
  readonly tokenId: TokenId
  /** Keyed hash of the address that it went to. */
  readonly toHash: string
  readonly sentAt: Date
}

/** The part of a member that coming back depends on. */
export interface Returning
  extends Pick<Member, 'id' | 'externalId' | 'status' | 'email' | 'phone' | 'locale' | 'restorableUntil'> {
  /** Absent when the member is active, or was deactivated by somebody who gave it no id. */
  readonly deactivationId?: DeactivationId
  /** Stays when it has done its work, so that a second use is known as one. */
  readonly invitation?: Invitation
}

/**
 * Where a member is written to that may come back: by mail, to an address that was never verified as well, since
 * opening the mail verifies it; without one by text, to a verified number.
 */
export function wayBack({ email, phone }: Pick<Returning, 'email' | 'phone'>): Address | undefined {
  if (email !== undefined) return { channel: 'email', value: email.value }
  return phone?.verified === true ? { channel: 'sms', value: phone.value } : undefined
}

/** What the token of a reactivation mail names. */
export interface ReactivationName {
  readonly memberId: MemberId
  readonly deactivationId: DeactivationId
  readonly tokenId: TokenId
}

/** Whether a member may come back by a mail: a paused one, or one who left not long ago. */
export const mayReturn = (
  { status, restorableUntil }: Pick<Returning, 'status' | 'restorableUntil'>,
  now: Date,
): boolean =>
  status === 'deactivated' ||
  (status === 'withdrawn' && restorableUntil !== undefined && now < restorableUntil)

/** Whether a mail may be sent now: a minute must lie between two of them, whatever happened meanwhile. */
export const mayInvite = ({ invitation }: Returning, now: Date): boolean =>
  invitation === undefined || now >= after(invitation.sentAt, lifetimes.reactivationMailPause)

/** What the token of a mail is worth. */
export type ReactivationVerdict =
  /** `verifies`: the address that the mail went to, if it is still the member's and was never verified. */
  | { readonly kind: 'reactivate'; readonly to: Address; readonly verifies?: Email }
  /** It did its work. */
  | { readonly kind: 'used' }
  /** A newer mail, another deactivation or another address has taken its place. */
  | { readonly kind: 'dead' }

/**
 * Judges a token by the member as it is now; `hashOf` is how the address of the mail was hashed. Only the newest
 * mail counts, only for the deactivation that it was sent for, and only while its address is the member's own.
 */
export function judgeReactivation(
  member: Returning,
  token: ReactivationName,
  hashOf: (value: Address['value']) => string,
  now: Date,
): ReactivationVerdict {
  const { deactivationId, invitation, email } = member
  const to = wayBack(member)
  if (invitation?.tokenId !== token.tokenId) return { kind: 'dead' }
  if (deactivationId !== token.deactivationId) return { kind: 'used' }
  if (!mayReturn(member, now) || to === undefined) return { kind: 'dead' }
  if (hashOf(to.value) !== invitation.toHash) return { kind: 'dead' }
  return {
    kind: 'reactivate',
    to,
    ...(email?.verified === false && !email.shared && { verifies: email.value }),
  }
}

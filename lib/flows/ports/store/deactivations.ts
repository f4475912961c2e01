import type { AuditEvent } from '../../../domain/history/audit.ts'
import type {
  DeactivationId,
  Invitation,
  ReactivationName,
  ReturningMember,
} from '../../../domain/leaving/reactivation.ts'
import type { MemberId, SessionId } from '../../../domain/values/ids.ts'
import type { Address } from '../../../domain/values/verification.ts'

/** A member's deactivation of the own account. */
export interface Deactivation {
  readonly memberId: MemberId
  readonly sessionId: SessionId
  readonly deactivationId: DeactivationId
  readonly event: AuditEvent
}

/** A reactivation message that is about to be sent. */
export interface Inviting {
  /** The member as read. */
  readonly member: ReturningMember
  readonly deactivationId: DeactivationId
  readonly invitation: Invitation
}

/** A reactivation by the newest message. */
export interface Reactivation extends ReactivationName {
  readonly externalId?: string
  /** The message's recipient. The member must still have this contact; an address may be unverified. */
  readonly to: Address
  /** The address was unverified and becomes verified. */
  readonly verifiesEmail: boolean
  /** Other members have the address too, so it stays unverified. */
  readonly sharesAddress?: true
  readonly event: AuditEvent
}

export interface Deactivations {
  /** Deactivates an active member by a live session, and ends every session; one transaction. */
  begin(deactivation: Deactivation, now: Date): Promise<'deactivated' | 'session_ended'>
  /** Consistent; one read. */
  find(memberId: MemberId): Promise<ReturningMember | undefined>
  /**
   * Makes a message the newest one. `conflict`: the member is no longer deactivated, or another
   * message was recorded at the same moment.
   */
  invite(inviting: Inviting): Promise<'invited' | 'conflict'>
  /**
   * Reactivates a member by the newest message of its deactivation; one transaction. `conflict`: judge again.
   */
  end(reactivation: Reactivation): Promise<'reactivated' | 'conflict'>
}

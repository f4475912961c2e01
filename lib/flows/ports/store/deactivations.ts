import type { AuditEvent } from '../../../domain/history/audit.ts'
import type {
  DeactivationId,
  Invitation,
  ReactivationName,
  ReturningMember,
} from '../../../domain/leaving/reactivation.ts'
import type { MemberId, SessionId } from '../../../domain/values/ids.ts'
import type { Address } from '../../../domain/values/verification.ts'

/** A member pauses the account. */
export interface Deactivation {
  readonly memberId: MemberId
  readonly sessionId: SessionId
  readonly deactivationId: DeactivationId
  readonly event: AuditEvent
}

/** A mail that is about to be sent to a deactivated member. */
export interface Inviting {
  /** The member as it was read. */
  readonly member: ReturningMember
  readonly deactivationId: DeactivationId
  readonly invitation: Invitation
}

/** A member comes back by the newest mail. */
export interface Reactivation extends ReactivationName {
  readonly externalId?: string
  /** Where the mail or text went to: still on file, an address whether verified or not. */
  readonly to: Address
  /** It was never verified, and is from now on. */
  readonly verifiesEmail: boolean
  /** Other members have it as well: it stays unverified. */
  readonly sharesAddress?: true
  readonly event: AuditEvent
}

export interface Deactivations {
  /** Deactivates an active member, by a session that is alive, and ends every session; one transaction. */
  begin(deactivation: Deactivation, now: Date): Promise<'deactivated' | 'session_ended'>
  /** Consistent. One read. */
  find(memberId: MemberId): Promise<ReturningMember | undefined>
  /**
   * Makes a mail the newest one. `moved`: the member is not deactivated any more, or another mail was sent at
   * the same moment.
   */
  invite(inviting: Inviting): Promise<'invited' | 'moved'>
  /**
   * Makes a member active again by the newest mail of its deactivation; one transaction. `moved`: judge again.
   */
  end(reactivation: Reactivation): Promise<'reactivated' | 'moved'>
}

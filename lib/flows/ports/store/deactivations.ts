import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { Recovered } from '../../../domain/leads/recovery.ts'
import type {
  DeactivationId,
  Invitation,
  ReactivationName,
  ReturningMember,
} from '../../../domain/leaving/reactivation.ts'
import type { NewMessage } from '../../../domain/message/message.ts'
import type { MemberId, SessionId } from '../../../domain/values/ids.ts'

/** A member's deactivation of the own account. */
export interface Deactivation {
  readonly memberId: MemberId
  /** The version that the member must still have, so that a message still reaches the member. */
  readonly version: number
  readonly sessionId: SessionId
  readonly deactivationId: DeactivationId
  readonly event: AuditEvent
}

/** A reactivation message that is about to be left. */
export interface Inviting {
  /** The member as read. */
  readonly member: ReturningMember
  readonly deactivationId: DeactivationId
  readonly invitation: Invitation
  /** The reactivation message; none for a token that goes out in the response. */
  readonly messages: readonly NewMessage[]
}

/** A reactivation by the newest message. */
export interface Reactivation extends ReactivationName {
  /** The member as read. If the member has changed, the token is judged again. */
  readonly member: ReturningMember
  readonly event: AuditEvent
  /** Present when opening the message is a recovery. */
  readonly recovers?: Recovered & { readonly event: AuditEvent }
  /** The notice of a recovery. */
  readonly messages: readonly NewMessage[]
}

export interface Deactivations {
  /**
   * Deactivates an active member by a live session, and ends every session; one transaction. `conflict`: the member has
   * changed.
   */
  begin(deactivation: Deactivation, now: Date): Promise<'deactivated' | 'conflict' | 'session_ended'>
  /** Consistent; one read. */
  find(memberId: MemberId): Promise<ReturningMember | undefined>
  /**
   * Makes a message the newest one, and leaves it; one transaction. `conflict`: the member is no longer deactivated, or another
   * message was recorded at the same moment.
   */
  invite(inviting: Inviting): Promise<'invited' | 'conflict'>
  /**
   * Reactivates a member by the newest message of its deactivation; one transaction. `conflict`: judge again.
   */
  end(reactivation: Reactivation): Promise<'reactivated' | 'conflict'>
}

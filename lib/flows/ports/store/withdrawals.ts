import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { Closed } from '../../../domain/leads/release.ts'
import type { DeactivationId } from '../../../domain/leaving/reactivation.ts'
import type { Member, Session } from '../../../domain/member/member.ts'
import type { NewMessage } from '../../../domain/message/message.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { SessionId } from '../../../domain/values/ids.ts'
import type { IdentityClaim, Sharing } from '../../../domain/visit/pending-connection.ts'

/**
 * An identity of a closing account. It is disconnected at the provider, and
 * leads to the member until the erasure.
 */
export interface LeftIdentity {
  readonly identity: Identity
  readonly shared: Sharing
  readonly event: AuditEvent
}

/** The writes of closing an account. */
export interface Withdrawal {
  /** The member as read. If the member has changed, it is read again. */
  readonly member: Pick<Member, 'id' | 'externalId' | 'version'>
  readonly closed: Closed
  /** The member's session, also as it was read with the member, or an operator. */
  readonly by: { readonly sessionId: SessionId; readonly session?: Session } | 'operator'
  /** The id that restore messages name. */
  readonly deactivationId: DeactivationId
  readonly restorableUntil: Date
  readonly rejoinFrom: Date
  /** All linked identities of the member. */
  readonly identities: readonly LeftIdentity[]
  /** The claims of identities that their provider had ended. They go for good. */
  readonly gone: readonly IdentityClaim[]
  readonly event: AuditEvent
  /** The notice to the member. */
  readonly messages: readonly NewMessage[]
}

export interface Withdrawals {
  /**
   * Closes an active member's account by a live session, or any account by an operator: ends every session and marks every identity as
   * disconnecting. One transaction, preceded by one for every 25 identities beyond the first 25.
   */
  begin(withdrawal: Withdrawal, now: Date): Promise<'withdrawn' | 'conflict' | 'session_ended'>
}

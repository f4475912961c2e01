import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { DeactivationId } from '../../../domain/leaving/reactivation.ts'
import type { Member } from '../../../domain/member/member.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { SessionId } from '../../../domain/values/ids.ts'

/** An identity of a member who leaves: it is ended at the provider, and leads to the member until that is erased. */
export interface LeftIdentity {
  readonly identity: Identity
  readonly shared: boolean
  readonly event: AuditEvent
}

/** A member leaves: all that is written. */
export interface Withdrawal {
  /** The member as it was read: if it has changed meanwhile, it is read again. */
  readonly member: Pick<Member, 'id' | 'externalId' | 'version'>
  readonly sessionId: SessionId
  /** What a mail by which the member comes back names. */
  readonly deactivationId: DeactivationId
  readonly restorableUntil: Date
  readonly rejoinFrom: Date
  /** All that the member has. */
  readonly identities: readonly LeftIdentity[]
  readonly event: AuditEvent
}

export interface Withdrawals {
  /**
   * Withdraws an active member, by a session that is alive: ends every session, and marks every identity as being
   * ended at its provider. One transaction, and before it one for every 25 identities more than 25.
   */
  begin(withdrawal: Withdrawal, now: Date): Promise<'withdrawn' | 'moved' | 'session_ended'>
}

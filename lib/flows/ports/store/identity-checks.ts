import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { Member, Session } from '../../../domain/member/member.ts'
import type {
  IdentityCheck,
  IdentityCheckId,
  Owners,
  VerifiedPerson,
  VisitCheck,
} from '../../../domain/merge/identity-check.ts'
import type { NewMessage } from '../../../domain/message/message.ts'

/** The writes of a member's successful check, in one transaction. */
export interface Recording {
  readonly check: IdentityCheck
  /** The acting session as it was read with the member. Absent: it is read. */
  readonly session?: Session
  /** The member as read when the check was decided. */
  readonly before: Member
  readonly after: Member
  readonly event: AuditEvent
  /** Tells the member of a number that signs in from now on. */
  readonly messages: readonly NewMessage[]
}

export interface IdentityChecks {
  /** Stores a started check. */
  begin(check: IdentityCheck | VisitCheck): Promise<void>
  /** Consistent; one read. */
  find(
    id: IdentityCheckId,
    now: Date,
  ): Promise<
    | { readonly kind: 'open'; readonly check: IdentityCheck }
    | { readonly kind: 'visit'; readonly check: VisitCheck }
    | { readonly kind: 'used' }
    | undefined
  >
  /** The members that the claims of these values lead to. Consistent; one read. */
  owners(values: Pick<VerifiedPerson, 'ci' | 'di' | 'phone'>): Promise<Owners>
  /**
   * Records a checked identity. `conflict`: the member or an owner of a value has changed since the decision.
   */
  record(recording: Recording, now: Date): Promise<'recorded' | 'used' | 'conflict' | 'session_ended'>
}

import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { Member } from '../../../domain/member/member.ts'
import type {
  IdentityCheck,
  IdentityCheckId,
  Owners,
  VerifiedPerson,
} from '../../../domain/merge/identity-check.ts'

/** What a sound check of a member writes, in one transaction. */
export interface Recording {
  readonly check: IdentityCheck
  /** As it was when that was decided. */
  readonly before: Member
  readonly after: Member
  readonly event: AuditEvent
}

export interface IdentityChecks {
  /** Keeps a check that is begun. */
  begin(check: IdentityCheck): Promise<void>
  /** Consistent. One read. */
  find(
    id: IdentityCheckId,
    now: Date,
  ): Promise<{ readonly kind: 'open'; readonly check: IdentityCheck } | { readonly kind: 'used' } | undefined>
  /** Consistent. One read: whom the claims lead to. */
  owners(values: Pick<VerifiedPerson, 'ci' | 'di' | 'phone'>): Promise<Owners>
  /** Records who a member is. `moved`: the member, or whose a value is, changed since it was decided. */
  record(recording: Recording, now: Date): Promise<'recorded' | 'used' | 'moved' | 'session_ended'>
}

import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { MemberChange } from '../../../domain/member/member-change.ts'
import type { ContactRelease } from '../../../domain/sign-up/contact-takeover.ts'
import type { SessionId } from '../../../domain/values/ids.ts'
import type { ProvenAddress } from '../../../domain/values/verification.ts'

/** All that a change of a member by itself writes, in one transaction. */
export interface Changing extends MemberChange {
  readonly sessionId: SessionId
  /** Of a password that was chosen. */
  readonly passwordHash?: string
  /** The code that a new contact rests on; used up with it. */
  readonly proof?: ProvenAddress
  /** Who has the new contact on file, and gives it up. */
  readonly release?: ContactRelease
  readonly event: AuditEvent
}

export interface Changes {
  /**
   * Changes a member that is as it was read, by a session that is alive. A new contact takes the claim, from
   * nobody or from who yields it (who is told in its history); the claim of the one before it is free. Where it
   * ends the others, every session but this one ends. `moved`: the member, or who yields, changed meanwhile, or
   * somebody else has the address: decide again.
   */
  apply(changing: Changing, now: Date): Promise<'changed' | 'used' | 'moved' | 'session_ended'>
}

import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { LinkedIdentity, Session } from '../../../domain/member/member.ts'
import type { IdentityCheckId } from '../../../domain/merge/identity-check.ts'
import type { MergeQuestion, Union } from '../../../domain/merge/merge.ts'
import type { NewMessage } from '../../../domain/message/message.ts'
import type { MemberId, PendingId, SessionId } from '../../../domain/values/ids.ts'
import type { IdentityClaim } from '../../../domain/visit/pending-connection.ts'
import type { Identified, MemberRecord } from './members.ts'
import type { Once } from './once.ts'

/** A member with all identities that lead to it, and the password's hash. */
export interface WholeMember extends MemberRecord, Pick<Identified, 'passwordHash'> {
  /** The claims of the ended identities. */
  readonly held: readonly IdentityClaim[]
  /** The session that was asked for, if it is alive. */
  readonly session?: Session
}

/** The writes of a merge, in one transaction. */
export interface Merging {
  readonly question: MergeQuestion
  /** The survivor's session that gave the consent. It must still be alive. */
  readonly session: Session
  /** The session that proves the other account, where a check found it. It must still be alive. */
  readonly otherSession?: Session
  /** Both members as read. The merge needs both unchanged. */
  readonly survivor: WholeMember
  readonly other: WholeMember
  readonly union: Union
  /** An identity that its provider had ended, and whose person has just signed in with it. */
  readonly restores?: LinkedIdentity
  readonly events: { readonly survivor: AuditEvent; readonly other: AuditEvent }
  /** The notices to both members. */
  readonly messages: readonly NewMessage[]
}

/** The source of the question, which the question consumes: a visit, or an identity check. */
export type FoundBy = Once | { readonly identityCheck: IdentityCheckId } | 'written_before'

export interface Merges {
  /** Stores a question and consumes its source; one transaction. */
  ask(question: MergeQuestion, once: FoundBy): Promise<'asked' | 'used'>
  /** Consistent; one read. */
  find(
    id: PendingId,
    now: Date,
  ): Promise<
    { readonly kind: 'open'; readonly question: MergeQuestion } | { readonly kind: 'answered' } | undefined
  >
  /** Ends a question after a no. */
  decline(question: MergeQuestion, now: Date): Promise<'declined' | 'used'>
  /** A member, with a session if one is named. Consistent. One read, and one more for ended identities. */
  read(id: MemberId, sessionId: SessionId | undefined, now: Date): Promise<WholeMember | undefined>
  /**
   * Merges two members. `conflict`: a member, or an identity that leads to one, has changed since the decision,
   * so decide again. `too_much`: the other member has more than one transaction can move.
   */
  merge(merging: Merging, now: Date): Promise<'merged' | 'used' | 'conflict' | 'session_ended' | 'too_much'>
}

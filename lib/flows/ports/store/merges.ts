import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { LinkedIdentity } from '../../../domain/member/member.ts'
import type { IdentityCheckId } from '../../../domain/merge/identity-check.ts'
import type { MergeQuestion, Union } from '../../../domain/merge/merge.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId, PendingId, SessionId } from '../../../domain/values/ids.ts'
import type { MemberRecord } from './members.ts'
import type { Once } from './once.ts'

/** An identity that leads to a member, and is no way in. */
export interface HeldIdentity extends Identity {
  readonly state: 'unlinked_by_provider' | 'disconnecting'
}

/** A member with all that leads to it. */
export interface WholeMember extends MemberRecord {
  /** Identities that are ended at their provider, or are being ended, and that still name the member. */
  readonly held: readonly HeldIdentity[]
}

/** All that making two members one writes, in one transaction. */
export interface Merging {
  readonly question: MergeQuestion
  /** The survivor's session that says yes; must still be alive. */
  readonly sessionId: SessionId
  /** Both as they were when it was decided: it happens only while neither has changed. */
  readonly survivor: WholeMember
  readonly other: WholeMember
  readonly union: Union
  /** The identity that was cut, and by which its person has just come back. */
  readonly restores?: LinkedIdentity
  readonly events: { readonly survivor: AuditEvent; readonly other: AuditEvent }
}

/** What the question came up in, and is used up by it: a visit, or a check of who somebody is. */
export type FoundBy = Once | { readonly identityCheck: IdentityCheckId } | 'written_before'

export interface Merges {
  /** Keeps a question, and uses up the visit that found it out; one transaction. */
  ask(question: MergeQuestion, once: FoundBy): Promise<'asked' | 'used'>
  /** Consistent. One read. */
  find(
    id: PendingId,
    now: Date,
  ): Promise<
    { readonly kind: 'open'; readonly question: MergeQuestion } | { readonly kind: 'answered' } | undefined
  >
  /** The answer is no: the question ends, and nothing else happens. */
  decline(question: MergeQuestion, now: Date): Promise<'declined' | 'used'>
  /** Consistent. One read; one more for identities that the member has no more, and for each that went into it. */
  read(id: MemberId): Promise<WholeMember | undefined>
  /**
   * Makes two members one. `moved`: one of them, or what leads to it, changed since it was decided: decide again.
   * `too_much`: more leads to the other than one transaction can move.
   */
  merge(merging: Merging, now: Date): Promise<'merged' | 'used' | 'moved' | 'session_ended' | 'too_much'>
}

import type { AuditEvent } from '../../domain/audit.ts'
import type { IdentityClaim, PendingConnection, PendingEnd, Ticket } from '../../domain/connection.ts'
import type { Consent } from '../../domain/consent.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Candidate } from '../../domain/facts.ts'
import type { Identity } from '../../domain/identity.ts'
import type { MemberId, PendingId, SessionId, TicketId, TokenId, TransactionId } from '../../domain/ids.ts'
import type { LinkedIdentity, Member, MemberGate, Session, Way } from '../../domain/member.ts'

/**
 * What makes a visit's effect happen once: the transaction that `/login` sealed and, for a native access
 * token, the token's hash. Written in the same database transaction as the effect, never before it.
 */
export interface Once {
  readonly transactionId: TransactionId
  readonly accessToken?: { readonly hash: string; readonly expiresAt: Date }
  /** When the record may be forgotten: the transaction cannot be opened any more. */
  readonly expiresAt: Date
}

export interface IdentityClaims {
  /** Consistent. One read. */
  find(identity: Identity): Promise<IdentityClaim | undefined>
  /**
   * Marks a new or pending identity as being ended at the provider, and due at once, before the provider is
   * called. `linked`: somebody finished elsewhere, nothing may be ended.
   */
  beginDisconnecting(
    identity: Identity,
    once: Once | 'written_before',
    now: Date,
  ): Promise<'begun' | 'linked' | 'disconnecting' | 'used'>
  /** The provider has ended it: the claim goes, if it is still `disconnecting`. */
  endDisconnecting(identity: Identity): Promise<void>
}

export interface Candidates {
  /** Members whom the evidence may point to: claims in one batch, their members in one more. */
  find(evidence: Evidence, now: Date): Promise<readonly Candidate[]>
}

/** A member with all that it can come in by. */
export interface MemberRecord {
  readonly member: Member
  readonly identities: readonly LinkedIdentity[]
}

export interface Members {
  /** One read. Undefined when there is no such member, or when that session of it is not alive any more. */
  findBySession(memberId: MemberId, sessionId: SessionId, now: Date): Promise<MemberRecord | undefined>
}

/** Why a session was not opened. */
export type EntryRefusal =
  | { readonly kind: 'used' }
  /** The way in does not lead to this member any more: decide again. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'not_active'; readonly member: MemberGate }

export interface Sessions {
  /** Opens a session of an active member that has this way in; one transaction. */
  open(
    session: Session,
    way: Way,
    once: Once | 'written_before',
  ): Promise<{ readonly kind: 'opened' } | EntryRefusal>
  /** Consistent. One read of the session with the gate of its member. */
  find(
    memberId: MemberId,
    sessionId: SessionId,
  ): Promise<{ readonly session: Session; readonly gate: MemberGate } | undefined>
  /** Moves on to the next generation, if the stored one is still `from`; one transaction. */
  rotate(next: Session, from: number): Promise<'rotated' | 'moved_on' | 'not_active'>
  /** Ends one session; gives it back if it was there. */
  end(memberId: MemberId, sessionId: SessionId): Promise<Session | undefined>
  /** Ends every session of a member that was opened until now. */
  endAll(memberId: MemberId, now: Date): Promise<void>
}

export interface PendingConnections {
  /**
   * Keeps a visit that waits, and claims its identity as pending until `dueAt` (a new visit renews it).
   * `moved`: the identity is linked or being disconnected by now: decide again.
   */
  keep(pending: PendingConnection, once: Once, dueAt: Date): Promise<'kept' | 'moved' | 'used'>
  /** Consistent. One read of the visit with the claim of its identity. `ended`: a token of it did its work. */
  find(
    id: PendingId,
    now: Date,
  ): Promise<
    | { readonly kind: 'open'; readonly pending: PendingConnection }
    | { readonly kind: 'ended'; readonly end: PendingEnd }
    | undefined
  >
  /** Names another token as the one that may end this visit; the one before it is dead. False when it has ended. */
  handOver(id: PendingId, from: TokenId, to: TokenId): Promise<boolean>
}

export interface Tickets {
  /**
   * Keeps a ticket and, for a new identity, the visit behind it; one transaction.
   * `written_before`: the visit's effect has already written its once.
   */
  issue(
    ticket: Ticket,
    once: Once | 'written_before',
    waiting?: { readonly pending: PendingConnection; readonly dueAt: Date },
  ): Promise<'issued' | 'moved' | 'used'>
  /** Takes the ticket away, whoever asks: it is gone whatever comes of it. Undefined when expired. */
  take(id: TicketId, now: Date): Promise<Ticket | undefined>
}

/** All that a completed sign-up writes, in one transaction. */
export interface Registration {
  readonly member: Member
  readonly identity: LinkedIdentity
  readonly pendingId: PendingId
  readonly tokenId: TokenId
  readonly consents: readonly Consent[]
  readonly event: AuditEvent
  readonly session: Session
}

export interface Registrations {
  /**
   * Makes the member, or nothing. `used`: this token did its work already. `identity_linked`: another visit
   * of the same person finished first. `identity_gone`: it is being disconnected.
   */
  complete(
    registration: Registration,
    now: Date,
  ): Promise<
    | { readonly kind: 'registered' }
    | { readonly kind: 'used' }
    | { readonly kind: 'identity_linked'; readonly memberId: MemberId; readonly externalId?: string }
    | { readonly kind: 'identity_gone' }
    | { readonly kind: 'email_taken' }
    | { readonly kind: 'phone_taken' }
    /** Another member has this CI: one person, one account. */
    | { readonly kind: 'person_known' }
  >
}

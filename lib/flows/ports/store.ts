import type { AuditEvent } from '../../domain/audit.ts'
import type {
  HeldContact,
  IdentityClaim,
  LinkQuestion,
  LinkTarget,
  PendingConnection,
  PendingEnd,
  Ticket,
} from '../../domain/connection.ts'
import type { Consent } from '../../domain/consent.ts'
import type { CiHash, Email, Evidence, Phone } from '../../domain/evidence.ts'
import type { Candidate } from '../../domain/facts.ts'
import type { Identity } from '../../domain/identity.ts'
import type { MemberId, PendingId, SessionId, TicketId, TokenId, TransactionId } from '../../domain/ids.ts'
import type { Limit } from '../../domain/limits.ts'
import type { LinkedIdentity, Locale, Member, MemberGate, Session, SignIn, Way } from '../../domain/member.ts'
import type { Address, ProvenAddress, Verification, VerificationId } from '../../domain/verification.ts'

/**
 * What makes a visit's effect happen once: the transaction that `/login` sealed and, for a native access
 * token, the token's hash. Written in the same database transaction as the effect, never before it.
 */
export interface Once {
  readonly transactionId: TransactionId
  readonly accessToken?: { readonly hash: string; readonly expiresAt: Date }
  /** The provider refused: nothing may be refused twice, but the effect of the same visit still happens. */
  readonly refused?: true
  /** When the record may be forgotten: the transaction cannot be opened any more. */
  readonly expiresAt: Date
}

/** A visit that waited, and the one token that may end it: both are over with what the token allows. */
export interface Waited {
  readonly pendingId: PendingId
  readonly tokenId: TokenId
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
    shared: boolean,
  ): Promise<'begun' | 'linked' | 'disconnecting' | 'used'>
  /** The provider has ended it: the claim goes, if it is still `disconnecting`. */
  endDisconnecting(identity: Identity): Promise<void>
}

/** A candidate with what a hint of it and a link to it need. */
export interface KnownCandidate extends Candidate {
  readonly version: number
  readonly ways: readonly Way[]
  readonly createdAt: Date
  readonly locale: Locale
}

export interface Candidates {
  /**
   * Members whom the evidence may point to: claims in one batch, the name index beside it, their members in
   * one more. Of a common name at most 20 members are looked at.
   */
  find(evidence: Evidence, now: Date): Promise<readonly KnownCandidate[]>
}

/** A member by an identifier, with what the password door compares. */
export interface Identified {
  readonly member: Member
  /** PHC string; absent when the member has no password. */
  readonly passwordHash?: string
}

/** A member with all that it can come in by. */
export interface MemberRecord {
  readonly member: Member
  readonly identities: readonly LinkedIdentity[]
}

export interface Members {
  /** One read. Undefined when there is no such member, or when that session of it is not alive any more. */
  findBySession(memberId: MemberId, sessionId: SessionId, now: Date): Promise<MemberRecord | undefined>
  /** The member whom the claim of an address leads to, verified or not. Two reads. */
  findByAddress(address: Address): Promise<Identified | undefined>
  /**
   * The code of an address that was never verified came back, and the password is the only other way in
   * (an imported member): the address is verified from now on; the old password and all sessions end. One
   * transaction, together with the new session and the use of the code. `moved`: decide again.
   */
  recover(recovery: Recovery, now: Date): Promise<'recovered' | 'moved' | 'used'>
  /** All answers to terms that a member ever gave, oldest first. */
  consents(memberId: MemberId): Promise<readonly Consent[]>
  /** Appends answers and an event, if the session is alive and the member active. */
  addConsents(
    by: { readonly memberId: MemberId; readonly sessionId: SessionId },
    consents: readonly Consent[],
    event: AuditEvent,
    now: Date,
  ): Promise<'added' | 'session_ended'>
}

/** What recovering an imported member writes. */
export interface Recovery {
  readonly member: Pick<Member, 'id' | 'version'>
  readonly address: Address
  readonly proof: ProvenAddress
  readonly event: AuditEvent
  readonly session: Session
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
    once: Once | Waited | 'written_before',
  ): Promise<{ readonly kind: 'opened' } | EntryRefusal>
  /** Consistent. One read of the session with the gate of its member. */
  find(
    memberId: MemberId,
    sessionId: SessionId,
  ): Promise<{ readonly session: Session; readonly gate: MemberGate } | undefined>
  /** Moves on to the next generation, if the stored one is still `from`; one transaction. */
  rotate(next: Session, from: number): Promise<'rotated' | 'moved_on' | 'not_active'>
  /**
   * Opens a session of an active member that has this way in, and uses up the code that proved it; one
   * transaction.
   */
  openByCode(
    session: Session,
    way: Way,
    proof: ProvenAddress,
    now: Date,
  ): Promise<{ readonly kind: 'opened' } | EntryRefusal>
  /** The member proved presence again: the session's sign-in is this one now; one transaction. */
  reauthenticate(
    memberId: MemberId,
    sessionId: SessionId,
    signIn: SignIn,
    way: Way,
    once: Once | 'written_before',
    now: Date,
  ): Promise<'done' | 'used' | 'session_ended' | 'moved'>
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
  /**
   * Names another token as the one that may end this visit, and what it waits for now (`question` undefined:
   * nothing but registering); the token before it is dead. False when it has ended or had another token.
   */
  handOver(
    id: PendingId,
    from: TokenId,
    to: TokenId,
    waits: {
      readonly question: LinkQuestion | undefined
      readonly held: readonly HeldContact[]
      readonly typedEmail?: Email
    },
  ): Promise<boolean>
  /**
   * Declined: the visit ends, and its identity is marked as being ended at the provider; one transaction.
   * `elsewhere`: the identity was linked by another visit, and nothing is ended.
   */
  decline(pending: PendingConnection, now: Date): Promise<'declined' | 'used' | 'elsewhere'>
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

/** What a sign-up rests on: a visit at a provider, or an address that was proven by code. */
export type SignUpBasis =
  | {
      readonly kind: 'visit'
      readonly identity: LinkedIdentity
      readonly pendingId: PendingId
      readonly tokenId: TokenId
    }
  | { readonly kind: 'address'; readonly passwordHash: string }

/** All that a completed sign-up writes, in one transaction. */
export interface Registration {
  readonly member: Member
  readonly basis: SignUpBasis
  /** Codes that are used up with it. */
  readonly proofs: readonly ProvenAddress[]
  readonly consents: readonly Consent[]
  readonly event: AuditEvent
  readonly session: Session
}

export interface Registrations {
  /**
   * Makes the member, or nothing. A verified contact takes the claim from a member who never verified it (who
   * loses only that, with an event); an unverified one never takes a claim that exists.
   * `used`: this token, or the token of a code, did its work already. `identity_linked`: another visit
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

/** All that linking a pending visit writes, in one transaction. */
export interface Linking {
  readonly pending: PendingConnection
  readonly identity: LinkedIdentity
  readonly target: LinkTarget
  /** Contacts of the member that the provider has proven, and that were not verified until now. */
  readonly verifies: { readonly email?: Email; readonly phone?: Phone }
  /** Recorded where the member has none. */
  readonly ci?: CiHash
  readonly consents: readonly Consent[]
  readonly event: AuditEvent
  /** Opens a session, or belongs to one that must still be alive. */
  readonly session:
    | { readonly kind: 'opens'; readonly session: Session }
    | { readonly kind: 'of'; readonly sessionId: SessionId }
}

/** A signed-in member adds an identity; no question is open. */
export interface Adding {
  readonly memberId: MemberId
  readonly sessionId: SessionId
  readonly identity: LinkedIdentity
  readonly consents: readonly Consent[]
  readonly event: AuditEvent
  /** The visit that a redirect flow kept; it ends as linked. */
  readonly pending?: PendingConnection
}

export interface Links {
  /**
   * Links a pending visit. `moved`: the member changed since it was decided, or is not active: decide again.
   * `elsewhere`: another visit linked the identity first. `gone`: it is being disconnected.
   */
  complete(
    linking: Linking,
    now: Date,
  ): Promise<'linked' | 'used' | 'moved' | 'elsewhere' | 'gone' | 'session_ended'>
  /** Adds an identity that is new or pending. `moved`: it is linked or being disconnected by now. */
  add(
    adding: Adding,
    once: Once | 'written_before',
    now: Date,
  ): Promise<'linked' | 'used' | 'moved' | 'session_ended'>
  /**
   * Removes an identity and marks it as being ended at the provider; never the last way in. `stale`: somebody
   * changed the member at the same time.
   */
  remove(
    removal: {
      readonly memberId: MemberId
      readonly sessionId: SessionId
      readonly identity: Identity
      readonly shared: boolean
      readonly event: AuditEvent
    },
    now: Date,
  ): Promise<'removed' | 'not_linked' | 'last_way' | 'session_ended'>
}

/** Codes that prove an address. */
export interface Verifications {
  /** Keeps a code; an older one for the same address and purpose is dead. */
  start(verification: Verification, now: Date): Promise<void>
  /**
   * Counts a try, then compares: at most `maxCodeTries` comparisons, and one success. Undefined for a wrong,
   * unknown, replaced, expired, used or exhausted one alike.
   */
  confirm(
    id: VerificationId,
    codeHash: string,
    tokenId: TokenId,
    now: Date,
  ): Promise<ProvenAddress | undefined>
  /** The proof behind a token, if it was not used yet and has not expired. */
  find(id: VerificationId, tokenId: TokenId, now: Date): Promise<ProvenAddress | undefined>
}

export interface Limits {
  /** Counts one try. Gives the seconds to wait when there were too many in this window already. */
  spend(limit: Limit, key: string, now: Date): Promise<{ readonly retryAfter: number } | undefined>
  /** Forgets the tries of a key. */
  forget(limit: Limit, key: string, now: Date): Promise<void>
}

/** What is due at a provider, and who gets to do it. */
export interface DueClaims {
  /** Identities whose time is over, oldest first (an index read: it may be behind). */
  list(now: Date, limit: number): Promise<readonly IdentityClaim[]>
  /**
   * Takes one on, if it is still as it was read: it becomes `disconnecting`, due again at `until` (so that
   * nobody else does it meanwhile), with one more attempt counted. False when somebody else was faster, or somebody linked it.
   */
  take(claim: IdentityClaim, until: Date): Promise<boolean>
  /** Nobody can be asked to end it: recorded, and never due again. */
  giveUp(identity: Identity): Promise<void>
}

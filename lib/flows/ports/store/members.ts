import type { Agreement } from '../../../domain/consent/agreement.ts'
import type { Consent } from '../../../domain/consent/consent.ts'
import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { Recovered } from '../../../domain/leads/recovery.ts'
import type { FormerIdentity, LinkedIdentity, Member, Session } from '../../../domain/member/member.ts'
import type { VerifiedFacts } from '../../../domain/member/token-claims.ts'
import type { NewMessage } from '../../../domain/message/message.ts'
import type { Passkey } from '../../../domain/passkey/passkey.ts'
import type { MemberId, SessionId } from '../../../domain/values/ids.ts'
import type { Address, ProvenAddress } from '../../../domain/values/verification.ts'
import type { IdentityProfile } from '../../../domain/visit/provider-profile.ts'

/** A member found by an identifier, with the password's hash. */
export interface Identified {
  readonly member: Member
  /** A PHC string; absent if the member has no password. */
  readonly passwordHash?: string
}

/** A contact that several members may have, as it was read. */
export interface ContactShare {
  readonly address: Address
  /** Who has it: the member who claims it, and those who share it, up to one more than may. */
  readonly holders: readonly MemberId[]
  readonly claimant?: { readonly id: MemberId; readonly imported: boolean }
  /** How many have joined it here. Whoever joins next expects this number. */
  readonly joined?: number
}

/** A member with all its identities. */
export interface MemberRecord {
  readonly member: Member
  readonly identities: readonly LinkedIdentity[]
  /** Identities that ended at their provider, and that the member has not unlinked. */
  readonly ended: readonly FormerIdentity[]
  readonly passkeys: readonly Passkey[]
  /** What the providers of the linked identities told, beyond the account's own needs. */
  readonly providerProfiles: readonly IdentityProfile[]
}

/** A member with all its identities, and the live session that asked for it. */
export interface SessionRecord extends MemberRecord {
  readonly session: Session
}

/** A member with all its identities, the live session that asked, and all sessions. */
export interface SessionsRecord extends SessionRecord {
  readonly sessions: readonly Session[]
}

export interface Members {
  /**
   * Undefined for an unknown member, or if the session is not alive. One read, unless the member's password is named by a
   * contact alone that others share: then `marked` reads too, but for `unmarked`.
   */
  findBySession(
    memberId: MemberId,
    sessionId: SessionId,
    now: Date,
    marks?: 'marked' | 'unmarked',
  ): Promise<SessionRecord | undefined>
  /**
   * The member with the mark `sharedByFew` where it decides what names the password. One read for a shared contact, and a
   * second one for three who share it; otherwise none.
   */
  marked(member: Member): Promise<Member>
  /** The same with all sessions of the member. One read. */
  findWithSessions(memberId: MemberId, sessionId: SessionId, now: Date): Promise<SessionsRecord | undefined>
  /** One read. Undefined for an unknown member. */
  find(memberId: MemberId): Promise<Member | undefined>
  /** What of the member somebody has verified; empty for an unknown member. One read. */
  verifiedFacts(memberId: MemberId): Promise<VerifiedFacts>
  /** The member that the claim of an address leads to, verified or not. Two reads. */
  findByAddress(address: Address): Promise<Identified | undefined>
  /**
   * The members whom an address names beside a password: the one who claims it, and those who share it while they are
   * few, each marked `sharedByFew`. Three reads, two of them at once, for members and for nobody.
   */
  findAllByAddress(address: Address): Promise<readonly Identified[]>
  /** Who has a contact that several may have. Three reads, two of them at once. */
  contactShare(address: Address): Promise<ContactShare>
  /** The members who have a contact; of more than may share it, the one who claims it alone. One read. */
  sharers(share: ContactShare): Promise<readonly Member[]>
  /** The member with this login ID, given as `loginIdKey` gives it. Two reads. */
  findByLoginId(loginId: string): Promise<Identified | undefined>
  /**
   * Recovers an imported member whose unverified address was proven: the address becomes verified, everything else
   * that could open the account ends, a new session opens and the code is consumed. One transaction. `conflict`: decide
   * again.
   */
  recover(recovery: Recovery, now: Date): Promise<'recovered' | 'conflict' | 'used'>
  /** Replaces a password's hash if it is still `from`. */
  renewPasswordHash(memberId: MemberId, from: string, to: string): Promise<void>
  /** The hash of a member's password; undefined without one. One read. */
  passwordHash(memberId: MemberId): Promise<string | undefined>
  /** All consents of a member, oldest first. */
  consents(memberId: MemberId): Promise<readonly Consent[]>
  /** Appends consents and an event, if the session is alive and the member active. */
  addConsents(
    by: { readonly memberId: MemberId; readonly sessionId: SessionId },
    added: {
      readonly consents: readonly Consent[]
      /** The agreements among them that are stored on the member. */
      readonly agreements: readonly Agreement[]
      readonly event: AuditEvent
    },
    now: Date,
  ): Promise<'added' | 'session_ended'>
}

/** The writes of recovering an imported member. */
export interface Recovery extends Recovered {
  readonly member: Pick<Member, 'id' | 'externalId' | 'version' | 'credentialsVersion'>
  readonly proof: ProvenAddress
  /** The notice to the address. */
  readonly messages: readonly NewMessage[]
  readonly event: AuditEvent
  readonly session: Session
}

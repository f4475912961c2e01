import type { Agreement } from '../../../domain/consent/agreement.ts'
import type { Consent } from '../../../domain/consent/consent.ts'
import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { LinkedIdentity, Member, Session } from '../../../domain/member/member.ts'
import type { MemberId, SessionId } from '../../../domain/values/ids.ts'
import type { Address, ProvenAddress } from '../../../domain/values/verification.ts'

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
  /** What a member has on file to be reached by; nothing of nobody. One read. */
  contacts(memberId: MemberId): Promise<Pick<Member, 'email' | 'phone'>>
  /** The member whom the claim of an address leads to, verified or not. Two reads. */
  findByAddress(address: Address): Promise<Identified | undefined>
  /**
   * The code of an address that was never verified came back, and the password is the only other way in
   * (an imported member): the address is verified from now on; the old password and all sessions end. One
   * transaction, together with the new session and the use of the code. `moved`: decide again.
   */
  recover(recovery: Recovery, now: Date): Promise<'recovered' | 'moved' | 'used'>
  /** Puts another hash of the same password in the place of this one, if it is still this one. */
  renewPasswordHash(memberId: MemberId, from: string, to: string): Promise<void>
  /** All answers to terms that a member ever gave, oldest first. */
  consents(memberId: MemberId): Promise<readonly Consent[]>
  /** Appends answers and an event, if the session is alive and the member active. */
  addConsents(
    by: { readonly memberId: MemberId; readonly sessionId: SessionId },
    added: {
      readonly consents: readonly Consent[]
      /** Those that are kept beside the member. */
      readonly agreements: readonly Agreement[]
      readonly event: AuditEvent
    },
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

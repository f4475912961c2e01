import type { Consent } from '../../../../domain/consent/consent.ts'
import type { AuditEvent } from '../../../../domain/history/audit.ts'
import type { DeactivationId } from '../../../../domain/leaving/reactivation.ts'
import type { Member, MemberStatus } from '../../../../domain/member/member.ts'
import type { Identity } from '../../../../domain/values/identity.ts'
import type { MemberId } from '../../../../domain/values/ids.ts'
import type { MemberRecord } from '../members.ts'

/** What an operator changes of a member's standing. */
export interface StatusUpdate {
  /** As it was read. */
  readonly member: Pick<Member, 'id' | 'externalId' | 'version'>
  readonly to: MemberStatus
  /** Ends every session that was opened until then. */
  readonly endsSessionsAt?: Date
  /** Of one who is deactivated by it. */
  readonly deactivationId?: DeactivationId
  readonly event: AuditEvent
}

/** An identity that an operator takes from a member. */
export interface Taking {
  readonly member: Pick<Member, 'id' | 'externalId' | 'version'>
  readonly identity: Identity
  readonly shared: boolean
  readonly event: AuditEvent
}

/** All of a member that can leave with it. */
export interface WholeRecord extends MemberRecord {
  readonly consents: readonly Consent[]
  readonly passwordHash?: string
}

/** What operators do to members; each is one transaction, with its event. `moved`: the member changed meanwhile. */
export interface Operations {
  /** A member with its identities, whatever its state. */
  find(id: MemberId): Promise<MemberRecord | undefined>
  /** The same, with all answers to terms and the password's hash. */
  findWhole(id: MemberId): Promise<WholeRecord | undefined>
  /** The ids of all members, page by page, in no order. */
  pages(): AsyncIterable<readonly MemberId[]>
  /** Members who share an address or number, or have claimed it. */
  findByContact(of: 'email' | 'phone', value: string): Promise<readonly MemberId[]>
  /** Appends that somebody looked. */
  record(member: Pick<Member, 'id' | 'externalId'>, event: AuditEvent): Promise<void>
  updateStatus(change: StatusUpdate): Promise<'done' | 'moved'>
  take(taking: Taking, now: Date): Promise<'done' | 'moved'>
}

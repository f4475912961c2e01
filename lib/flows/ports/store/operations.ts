import type { AuditEvent } from '../../../domain/audit.ts'
import type { Identity } from '../../../domain/identity.ts'
import type { MemberId } from '../../../domain/ids.ts'
import type { Member, MemberStatus } from '../../../domain/member.ts'
import type { DeactivationId } from '../../../domain/reactivation.ts'
import type { MemberRecord } from './members.ts'

/** What an operator changes of a member's standing. */
export interface Restanding {
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

/** What operators do to members; each is one transaction, with its event. `moved`: the member changed meanwhile. */
export interface Operations {
  /** A member with its identities, whatever its state. */
  find(id: MemberId): Promise<MemberRecord | undefined>
  /** Members who share an address or number, or have claimed it. */
  findByContact(of: 'email' | 'phone', value: string): Promise<readonly MemberId[]>
  /** Appends that somebody looked. */
  record(member: Pick<Member, 'id' | 'externalId'>, event: AuditEvent): Promise<void>
  restand(restanding: Restanding): Promise<'done' | 'moved'>
  take(taking: Taking, now: Date): Promise<'done' | 'moved'>
}

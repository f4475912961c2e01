import type { AuditEvent } from '../../domain/history/audit.ts'
import type { DeliveryFailure, Member } from '../../domain/member/member.ts'
import type { Email } from '../../domain/values/evidence.ts'
import type { MemberId } from '../../domain/values/ids.ts'

/** A mail that did not reach an address for good, or that its reader complained about. */
export interface MailFailure {
  readonly address: Email
  readonly why: DeliveryFailure
}

/** The addresses of members that mail does not reach. */
export interface FailingAddresses extends AddressMarks {
  /** The members who claim or share an address. */
  holdersOf(address: Email): Promise<readonly MemberId[]>
}

/** The marks of addresses that mail does not reach. */
export interface AddressMarks {
  find(id: MemberId): Promise<Member | undefined>
  /** Marks the address of a member, with the events; one transaction. `conflict`: the member has changed. */
  mark(
    member: Pick<Member, 'id' | 'externalId' | 'version'>,
    address: Email,
    why: DeliveryFailure,
    events: readonly AuditEvent[],
  ): Promise<'done' | 'conflict'>
  /** Takes the mark away again, with the event. `conflict`: the member has changed. */
  unmark(
    member: Pick<Member, 'id' | 'externalId' | 'version'>,
    address: Email,
    event: AuditEvent,
  ): Promise<'done' | 'conflict'>
}

import type { Consent } from '../../../../domain/consent/consent.ts'
import type { AuditEvent, RecordedEvent } from '../../../../domain/history/audit.ts'
import type { DeactivationId } from '../../../../domain/leaving/reactivation.ts'
import type { Member, MemberStatus } from '../../../../domain/member/member.ts'
import type { NewMessage } from '../../../../domain/message/message.ts'
import type { Passkey } from '../../../../domain/passkey/passkey.ts'
import type { Identity } from '../../../../domain/values/identity.ts'
import type { MemberId } from '../../../../domain/values/ids.ts'
import type { IdentityClaim, Sharing } from '../../../../domain/visit/pending-connection.ts'
import type { MemberRecord } from '../members.ts'
import type { KeptSession } from '../sessions.ts'

/** An operator's change of a member's status. */
export interface StatusUpdate {
  /** The member as read. */
  readonly member: Pick<Member, 'id' | 'externalId' | 'version' | 'status'>
  readonly to: MemberStatus
  /** Whether all sessions end. */
  readonly endsAll: boolean
  /** The id of a new deactivation. */
  readonly deactivationId?: DeactivationId
  readonly event: AuditEvent
}

/** An operator's removal of a login method. */
interface MethodRemoval {
  readonly member: Pick<Member, 'id' | 'externalId' | 'version'>
  readonly event: AuditEvent
  /** Nothing signs the member in afterwards. */
  readonly unreachable?: AuditEvent
  /** The notice to the member. */
  readonly messages: readonly NewMessage[]
}

/** An operator's removal of an identity. All sessions end with it. */
export interface Taking extends MethodRemoval {
  readonly identity: Identity
  /** The claim of an identity that had ended at its provider. */
  readonly ended?: IdentityClaim
  readonly shared: Sharing
}

/** An operator's removal of a passkey. All sessions but the survivors end with it. */
export interface PasskeyTaking extends MethodRemoval {
  readonly passkey: Pick<Passkey, 'id' | 'rpId' | 'credentialId'>
  readonly survivors: readonly KeptSession[]
}

/** A look of an operator at a member. */
interface Look {
  readonly member: Pick<Member, 'id' | 'externalId'>
  readonly event: AuditEvent
}

/** The complete data of a member, for an export. */
export interface WholeRecord extends MemberRecord {
  readonly consents: readonly Consent[]
  readonly passwordHash?: string
}

/** Operators' actions on members. Each is one transaction with its event. `conflict`: the member has changed. */
export interface Operations {
  /** A member with its identities, in any status. */
  find(id: MemberId): Promise<MemberRecord | undefined>
  /** The members who claim or share a contact. */
  findByContact(of: 'email' | 'phone', value: string): Promise<readonly MemberId[]>
  /** The member who has a login ID, by its key. */
  findByLoginId(key: string): Promise<readonly MemberId[]>
  /** A member's events, newest first: the newest ones, or those before the event `before`. */
  history(
    id: MemberId,
    page: { readonly before?: string; readonly limit: number },
  ): Promise<readonly RecordedEvent[]>
  /** Records that an operator viewed members. */
  record(looks: readonly Look[]): Promise<void>
  updateStatus(change: StatusUpdate): Promise<'done' | 'conflict'>
  take(taking: Taking, now: Date): Promise<'done' | 'conflict'>
  takePasskey(taking: PasskeyTaking, now: Date): Promise<'done' | 'conflict'>
  /** Ends every session of a member. */
  signOut(
    member: Pick<Member, 'id' | 'externalId' | 'version'>,
    event: AuditEvent,
  ): Promise<'done' | 'conflict'>
}

/** Reads every member, for an export. */
export interface Exports {
  /** The member with all consents and the password's hash. */
  findWhole(id: MemberId): Promise<WholeRecord | undefined>
  /** The ids of all members, in pages without order. */
  pages(): AsyncIterable<readonly MemberId[]>
}

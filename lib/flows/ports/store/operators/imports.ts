import type { Consent } from '../../../../domain/consent/consent.ts'
import type { AuditEvent } from '../../../../domain/history/audit.ts'
import type { LinkedIdentity, Member } from '../../../../domain/member/member.ts'
import type { Identity } from '../../../../domain/values/identity.ts'
import type { MemberId } from '../../../../domain/values/ids.ts'
import type { WholeRecord } from './operations.ts'

/** A member of the earlier system, as it becomes one here unless other members share its values. */
export interface Importation {
  readonly member: Member
  readonly passwordHash?: string
  readonly identities: readonly LinkedIdentity[]
  /** The answers to terms that the event tells. */
  readonly consents: readonly Consent[]
  readonly event: AuditEvent
}

/** The contacts that several imported members may share. */
export const shareable = ['email', 'phone'] as const
export type Shareable = (typeof shareable)[number]

/** Values of one person. Only the first of several members gets such a value. */
export const personal = ['ci', 'di'] as const
export type Personal = (typeof personal)[number]

export type ImportResult =
  /** `shares`: the values that other members have too, so that this member does not claim them. */
  | { readonly kind: 'imported'; readonly shares: readonly (Shareable | Personal)[] }
  /** The member exists already and stays unchanged. */
  | { readonly kind: 'there' }
  /** The login ID belongs to another member. */
  | { readonly kind: 'login_id_taken' }
  /** The identity at this index belongs to another member. */
  | { readonly kind: 'identity_taken'; readonly index: number }

/** What a newer record makes of a member. Identities and consents are those to add. */
type DecideRenewal = (
  existing: WholeRecord,
  regained: readonly Shareable[],
) => Promise<Importation | undefined>

type RenewResult =
  | { readonly kind: 'renewed' }
  | { readonly kind: 'unchanged' }
  /** Somebody has signed in or changed the member since, or there is none. */
  | { readonly kind: 'left_alone' }
  | { readonly kind: 'login_id_taken' }
  /** This added identity belongs to another member. */
  | { readonly kind: 'identity_taken'; readonly identity: Identity }

/** What an interrupted import had made of a record whose member is there. */
export type BroughtBefore =
  | {
      readonly kind: 'imported'
      readonly shares: readonly (Shareable | Personal)[]
      /** The login ID belonged to another member. */
      readonly withoutLoginId: boolean
      /** The places of identities that belonged to other members. */
      readonly withoutIdentities: readonly number[]
    }
  | { readonly kind: 'renewed' }
  /** All that leads to the record's member was of others. A later record of the id brought the member. */
  | { readonly kind: 'rejected' }

/** Brings the records of a file. */
export interface BringingImports {
  /**
   * Creates a member completely or not at all, in one transaction, plus one for each
   * value that other members have too.
   */
  add(importation: Importation): Promise<ImportResult>
  /**
   * Renews a member that nobody has used or changed since an import made it, in one transaction. `decide` takes the
   * member as it is and the contacts that nobody shares any more; it gives undefined when nothing is new.
   */
  renew(id: MemberId, decide: DecideRenewal): Promise<RenewResult>
  /** What the import of this id and start had made of a record before it was broken off. Undefined: nothing. */
  broughtBefore(importation: Importation): Promise<BroughtBefore | undefined>
  /** Whether there is a member with this id. */
  has(id: MemberId): Promise<boolean>
}

export interface Imports extends BringingImports {
  /** The ids of the members that an import made, in pages without order. */
  membersOf(importId: string): AsyncIterable<readonly MemberId[]>
  /** Deletes a member that nobody has used or changed since an import made it, as if it had never been there. */
  takeBack(id: MemberId): Promise<'taken_back' | 'left_alone'>
  /**
   * Brings the records of a file without writing anything, and gives what an import of them would. Each rehearsal is of one
   * file, whose earlier records it remembers.
   */
  rehearse(): BringingImports
}

/** Members as the lines of a file from which DynamoDB makes a new table. */
export interface BulkRows {
  /** The rows of a member whose values nobody else has, a line of DynamoDB's own JSON each. */
  linesOf(importation: Importation): readonly string[]
}

import * as v from 'valibot'
import type { FoundShare } from '../../../domain/import/shared-contacts.ts'
import type { Member } from '../../../domain/member/member.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { Shareable } from '../../../flows/ports/store/operators/imports.ts'
import { shareable } from '../../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import {
  type CheckWrite,
  checkThat,
  type PutWrite,
  type UpdateWrite,
  updateWhen,
  type Write,
} from '../../table/expressions.ts'
import { type Key, keys } from '../../table/schema.ts'
import { memberId } from '../fields.ts'
import type { RowDefinition } from '../row.ts'
import { forgottenWrite } from './erasure.ts'

const of = v.picklist(shareable)

/** An entry of the shared contacts index. It is no claim, since several members have the contact. */
export const sharedRow = {
  kind: 'shared',
  schema: v.object({ of, memberId }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The mark of a shared contact beside its entries. One read of the mark tells that there are no entries. */
export const sharedMarkRow = {
  kind: 'shared_mark',
  schema: v.object({
    of,
    contested: v.optional(v.boolean(), false),
    /** How many members have joined here, imported ones apart. */
    joined: v.exactOptional(v.number()),
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The hash of a contact in the index. */
export const sharedHash = (hashes: KeyedHashes, kind: Shareable, value: string): string =>
  hashes.hash('shared', `${kind} ${value}`)

/** Lists a member under a shared contact. */
export const sharedWrite = (kind: Shareable, hash: string, id: MemberId): PutWrite => ({
  Put: { Item: { ...keys.shared(kind, hash, id), kind: sharedRow.kind, of: kind, memberId: id } },
})

const markKey = (kind: Shareable, hash: string): Key => keys.sharedMark(kind, hash)

/** Marks a contact as shared, and as contested where it is. */
export const sharedMarkWrite = (kind: Shareable, hash: string, contested: boolean): UpdateWrite =>
  updateWhen(
    markKey(kind, hash),
    { set: { kind: sharedMarkRow.kind, of: kind, ...(contested && { contested: true }) } },
    { text: 'attribute_not_exists(#PK) OR attribute_exists(#PK)' },
  )

/** Checks that a contact is shared as it was found, or not shared. Refused with the mark. */
export const sharedAsFoundCheck = (
  kind: Shareable,
  hash: string,
  found: FoundShare | undefined,
): CheckWrite =>
  checkThat(
    markKey(kind, hash),
    {
      text:
        found === undefined
          ? 'attribute_not_exists(#PK)'
          : `attribute_exists(#PK) AND attribute_${found.contested ? '' : 'not_'}exists(#contested)`,
    },
    'tells',
  )

/** Counts a member who joins a contact, unless another one has joined since it was read. */
export const joinSharedWrite = (kind: Shareable, hash: string, joined: number | undefined): UpdateWrite =>
  updateWhen(
    markKey(kind, hash),
    { set: { kind: sharedMarkRow.kind, of: kind }, add: { joined: 1 } },
    joined === undefined
      ? { text: 'attribute_not_exists(#joined)' }
      : { text: '#joined = :joined', values: { joined } },
  )

/** The contacts of a member that others have too. */
type ContactHolder = Pick<Member, 'id' | 'email' | 'phone'>

const sharedValue = (member: ContactHolder | undefined, of: Shareable): string | undefined =>
  member?.[of]?.shared === true ? member[of].value : undefined

/**
 * The writes for the entries of a member whose shared contacts change: those that end, and those that begin. Absent:
 * there is no such member before, or none after.
 */
export function sharedEntryWrites(
  hashes: KeyedHashes,
  before: ContactHolder | undefined,
  after: ContactHolder | undefined,
): Record<string, Write> {
  const writes: Record<string, Write> = {}
  for (const of of shareable) {
    const [old, next] = [sharedValue(before, of), sharedValue(after, of)]
    if (old === next) continue
    if (before && old !== undefined) {
      writes[`left:${of}:${before.id}`] = forgottenWrite(
        keys.shared(of, sharedHash(hashes, of, old), before.id),
      )
    }
    if (after && next !== undefined) {
      writes[`entry:${of}:${after.id}`] = sharedWrite(of, sharedHash(hashes, of, next), after.id)
    }
  }
  return writes
}

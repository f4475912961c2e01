import * as v from 'valibot'
import type { FoundShare } from '../../../domain/import/shared-contacts.ts'
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
} from '../../table/expressions.ts'
import { type Key, keys } from '../../table/schema.ts'
import { memberId } from '../fields.ts'
import type { RowDefinition } from '../row.ts'

const of = v.picklist(shareable)

/** An entry of the shared contacts index. It is no claim, since several members have the contact. */
export const sharedRow = {
  kind: 'shared',
  schema: v.object({ of, memberId }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The mark of a shared contact beside its entries. One read of the mark tells that there are no entries. */
export const sharedMarkRow = {
  kind: 'shared_mark',
  schema: v.object({ of, contested: v.optional(v.boolean(), false) }),
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

import * as v from 'valibot'
import type { LinkedIdentity } from '../../../domain/member/member.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import { absent, type DeleteWrite, deleteWhen, type PutWrite } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { attributesOf, identityEntries, moment } from '../fields.ts'
import type { RowDefinition } from '../row.ts'

/** The row of a linked identity. */
export const linkedIdentityRow = {
  kind: 'identity',
  schema: v.object({ ...identityEntries, label: v.exactOptional(v.string()), linkedAt: moment }),
} as const satisfies RowDefinition<v.GenericSchema>

/** Lists an identity under its member. */
export const linkedIdentityWrite = (id: MemberId, identity: LinkedIdentity): PutWrite => ({
  Put: {
    Item: {
      ...keys.identity(id, identity),
      kind: linkedIdentityRow.kind,
      memberId: id,
      ...attributesOf(identity),
    },
    ...absent,
  },
})

/** Removes an identity from its member's list. */
export const unlinkedIdentityWrite = (id: MemberId, identity: Identity): DeleteWrite =>
  deleteWhen(keys.identity(id, identity), { text: 'attribute_exists(#PK)' })

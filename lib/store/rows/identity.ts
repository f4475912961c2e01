import * as v from 'valibot'
import type { Identity } from '../../domain/identity.ts'
import type { MemberId } from '../../domain/ids.ts'
import type { LinkedIdentity } from '../../domain/member.ts'
import { absent, type DeleteWrite, deleteWhen, type PutWrite } from '../expressions.ts'
import { keys } from '../schema.ts'
import { attributesOf, identityEntries, moment } from './fields.ts'
import type { Row } from './row.ts'

export const linkedIdentityRow = {
  kind: 'identity',
  schema: v.object({ ...identityEntries, label: v.exactOptional(v.string()), linkedAt: moment }),
} as const satisfies Row<v.GenericSchema>

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

/** Takes an identity off its member's list. */
export const unlinkedIdentityWrite = (id: MemberId, identity: Identity): DeleteWrite =>
  deleteWhen(keys.identity(id, identity), { text: 'attribute_exists(#PK)' })

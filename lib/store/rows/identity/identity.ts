import * as v from 'valibot'
import type { FormerIdentity, LinkedIdentity } from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { StoredProviderProfile } from '../../../domain/visit/provider-profile.ts'
import {
  type DeleteWrite,
  deleteWhen,
  type PutWrite,
  putWhen,
  type UpdateWrite,
  updateWhen,
} from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { attributesOf, identityEntries, moment } from '../fields.ts'
import { kindOf, type RowDefinition, readRow } from '../row.ts'
import { usesIn } from './last-use.ts'

/** The row of a linked identity. */
export const linkedIdentityRow = {
  kind: 'identity',
  schema: v.object({
    ...identityEntries,
    label: v.exactOptional(v.string()),
    linkedAt: moment,
    lastUsedAt: v.exactOptional(moment),
    /** When the connection at the provider ended. */
    endedAt: v.exactOptional(moment),
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The later one of two times. */
const later = (a: Date | undefined, b: Date | undefined): Date | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a

/**
 * The identities among a member's rows, with the row of the member: the linked ones, and those that ended at their
 * provider.
 */
export function identitiesIn(items: readonly unknown[]): {
  readonly identities: readonly LinkedIdentity[]
  readonly ended: readonly FormerIdentity[]
} {
  const useOf = usesIn(items)
  const rows = items
    .filter((item) => kindOf(item) === linkedIdentityRow.kind)
    .map((item) => readRow(linkedIdentityRow, item))
    .map(({ lastUsedAt, ...row }) => ({ ...row, ...defined({ lastUsedAt: later(lastUsedAt, useOf(row)) }) }))
  return {
    identities: rows.filter(({ endedAt }) => endedAt === undefined),
    ended: rows.flatMap(({ endedAt, ...identity }) =>
      endedAt === undefined ? [] : [{ ...identity, endedAt }],
    ),
  }
}

/**
 * Lists an identity under its member, for the first time or again after it had ended, with what its provider said about
 * the person.
 */
export const linkedIdentityWrite = (
  id: MemberId,
  identity: LinkedIdentity,
  profile?: StoredProviderProfile,
): PutWrite =>
  putWhen(
    {
      ...keys.identity(id, identity),
      kind: linkedIdentityRow.kind,
      memberId: id,
      ...attributesOf({ ...identity, profile }),
    },
    { text: 'attribute_not_exists(#PK) OR attribute_exists(#endedAt)' },
  )

/** Keeps an identity on its member's list after it has ended at its provider, without what that said. */
export const endedIdentityWrite = (id: MemberId, identity: Identity, at: Date): UpdateWrite =>
  updateWhen(
    keys.identity(id, identity),
    { set: { endedAt: at.getTime() }, remove: ['profile'] },
    { text: 'attribute_exists(#PK) AND attribute_not_exists(#endedAt)' },
  )

/** Removes an identity from its member's list. */
export const unlinkedIdentityWrite = (id: MemberId, identity: Identity): DeleteWrite =>
  deleteWhen(keys.identity(id, identity), { text: 'attribute_exists(#PK)' })

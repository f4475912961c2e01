import { identityMethod } from '../../../domain/member/member.ts'
import { type FieldsWith, fieldsWith } from '../../../domain/member/member-fields.ts'
import { pickFields } from '../../../domain/member/part-of-member.ts'
import { defined } from '../../../domain/values/defined.ts'
import { sameIdentity } from '../../../domain/values/identity.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { Merging } from '../../../flows/ports/store.ts'
import {
  type Attribute,
  every,
  type PutWrite,
  putWhen,
  type TableItem,
  type UpdateWrite,
  updateWhen,
} from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { mayStay } from '../auth-state.ts'
import { attributesOf, endedIdentityText } from '../fields.ts'
import { memberRow } from './member.ts'
import { isAt } from './member-changes.ts'

/** Gives the survivor everything that it takes over, unless it changed since the decision. */
export function uniteMemberWrite({
  session,
  survivor,
  other,
  union,
  restores,
}: Pick<Merging, 'session' | 'survivor' | 'other' | 'union' | 'restores'>): UpdateWrite {
  const { attributes, ...fills } = union.fills
  const passwordHash = union.movesPassword ? other.passwordHash : undefined
  const set: TableItem = {
    ...attributesOf(fills),
    ...defined({ attributes: attributes && JSON.stringify(attributes), passwordHash }),
  }
  const ways = new Set([...union.ways, ...(restores === undefined ? [] : [identityMethod(restores)])])
  const ended = union.endedIdentities.filter((one) => restores === undefined || !sameIdentity(one, restores))
  return updateWhen(
    keys.member(survivor.member.id),
    {
      set: { ...set, ...(union.identityUnproven && { identityUnproven: true }) },
      remove: ['neverProven', ...(union.identityUnproven ? [] : ['identityUnproven'])],
      add: {
        version: 1,
        ...(ways.size > 0 && { ways }),
        ...(ended.length > 0 && { endedIdentities: new Set(ended.map(endedIdentityText)) }),
      },
    },
    every(mayStay(session), isAt(survivor.member.version)),
  )
}

/**
 * Replaces a merged member with a tombstone, unless the member changed since the decision. The tombstone is a
 * whole new item, so fields that the table of fields does not keep are gone, and so is any unknown attribute.
 * Every session ends.
 */
export function tombstoneWrite({ member }: Merging['other'], survivor: MemberId): PutWrite {
  const rewritten = {
    status: 'merged',
    mergedInto: survivor,
    version: member.version + 1,
    attributes: '{}',
    credentialsVersion: member.credentialsVersion + 1,
  } satisfies Record<FieldsWith<'tombstone', 'rewritten'>, Attribute>
  const kept = attributesOf(pickFields(member, fieldsWith('tombstone', 'kept')))
  return putWhen(
    { ...keys.member(member.id), kind: memberRow.kind, ...kept, ...rewritten },
    every(isAt(member.version), {
      text: '#status IN (:active, :deactivated)',
      values: { active: 'active', deactivated: 'deactivated' },
    }),
  )
}

import { identityMethod } from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { Merging } from '../../../flows/ports/store.ts'
import { every, type Item, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { attributesOf } from '../fields.ts'
import { mayStay } from './member.ts'
import { isAt } from './member-changes.ts'

/** Gives the survivor all that it takes over, if it is as it was when that was decided. */
export function uniteMemberWrite(
  { survivor, union, restores }: Pick<Merging, 'survivor' | 'union' | 'restores'>,
  openedAt: Date,
  passwordHash: string | undefined,
): UpdateWrite {
  const { attributes, ...fills } = union.fills
  const set: Item = {
    ...attributesOf(fills),
    ...defined({ attributes: attributes && JSON.stringify(attributes), passwordHash }),
  }
  const ways = new Set([...union.ways, ...(restores === undefined ? [] : [identityMethod(restores)])])
  return updateWhen(
    keys.member(survivor.member.id),
    { set, add: { version: 1, ...(ways.size > 0 && { ways }) } },
    every(mayStay(openedAt), isAt(survivor.member.version)),
  )
}

/** What a tombstone forgets: everything that tells of the person, or lets anybody in. */
const forgotten = [
  'name',
  'email',
  'phone',
  'otherEmails',
  'otherPhones',
  'birth',
  'gender',
  'ci',
  'di',
  'identityVerifiedAt',
  'identitySource',
  'passwordHash',
  'ways',
  'deactivationId',
  'invitation',
]

/**
 * Leaves of a member who went into another one its id and whose it is now, if it is as it was when that was decided.
 * Every session that was opened until then ends.
 */
export const tombstoneWrite = (
  { member: { id, version } }: Merging['other'],
  survivor: MemberId,
  now: Date,
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    {
      set: {
        status: 'merged',
        mergedInto: survivor,
        attributes: '{}',
        // One millisecond later, so that a session of this very moment ends with the others.
        sessionsValidFrom: now.getTime() + 1,
      },
      remove: forgotten,
      add: { version: 1 },
    },
    every(isAt(version), {
      text: '#status IN (:active, :deactivated)',
      values: { active: 'active', deactivated: 'deactivated' },
    }),
  )

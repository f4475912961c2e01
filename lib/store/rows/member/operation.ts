import type { LoginMethod } from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { StatusUpdate, Taking } from '../../../flows/ports/store/operators/operations.ts'
import { every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { endsSessions } from '../auth-state.ts'
import { forgetUses } from '../identity/last-use.ts'
import { isAt } from './member-changes.ts'

/** Changes a member's status, unless the member changed since it was read. */
export const updateStatusWrite = ({
  member: { id, version, status },
  to,
  endsAll,
  deactivationId,
}: Omit<StatusUpdate, 'event'>): UpdateWrite =>
  updateWhen(
    keys.member(id),
    {
      set: {
        status: to,
        ...defined({ deactivationId }),
      },
      remove: deactivationId === undefined ? ['deactivationId'] : [],
      add: { version: 1, ...(endsAll && endsSessions) },
    },
    every(isAt(version), { text: '#status = :from', values: { from: status } }),
  )

/** Removes a login method, even the last one, and ends all sessions, unless the member changed since it was read. */
export const takeMethodWrite = (
  { id, version }: Pick<Taking['member'], 'id' | 'version'>,
  method: LoginMethod,
): UpdateWrite =>
  updateWhen(
    keys.member(id),
    { ...forgetUses([method]), without: { ways: new Set([method]) }, add: { version: 1, ...endsSessions } },
    isAt(version),
  )

/** Ends every session of a member, unless the member changed since it was read. */
export const signOutWrite = ({ id, version }: Pick<Taking['member'], 'id' | 'version'>): UpdateWrite =>
  updateWhen(keys.member(id), { add: { version: 1, ...endsSessions } }, isAt(version))

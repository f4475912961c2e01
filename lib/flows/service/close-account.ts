import { defined } from '../../domain/values/defined.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { prepareClosing } from '../account/prepare-closing.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import { type OperatedMember, statusConflict } from './change-status.ts'
import { requireMember } from './find-members.ts'
import type { OperatorContext } from './operator-context.ts'

/**
 * Closes an account for its member, as `DELETE /me` does: every session ends, and the member is told until when the
 * account can be restored. The sweep disconnects the identities at their providers. A suspended account stays as it
 * is, since restoring a closed one would end the suspension. Throws `not_found` and `status_conflict`.
 */
export const closeAccount = (context: OperatorContext, id: MemberId): Promise<OperatedMember> =>
  retryOnConflict(async () => {
    const { world, operator } = context
    const record = await requireMember(context, id)
    const { status, externalId } = record.member
    if (status !== 'active' && status !== 'deactivated') throw statusConflict(status)
    const now = world.clock.now()
    const closing = await prepareClosing(world, record, { operator }, now)
    if ((await world.withdrawals.begin(closing, now)) !== 'withdrawn') return conflict
    return { id, ...defined({ externalId }), status: 'withdrawn' }
  })

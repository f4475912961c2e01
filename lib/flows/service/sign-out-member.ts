import { defined } from '../../domain/values/defined.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import type { OperatedMember } from './change-status.ts'
import { requireMember } from './find-members.ts'
import type { OperatorContext } from './operator-context.ts'

/** Ends every session of a member. Throws `not_found`. */
export const signOutMember = (context: OperatorContext, id: MemberId): Promise<OperatedMember> =>
  retryOnConflict(async () => {
    const { world, operations, operator } = context
    const { member } = await requireMember(context, id)
    const event = {
      id: world.ids.record(),
      type: 'member.signed_out',
      at: world.clock.now(),
      operator,
    } as const
    if ((await operations.signOut(member, event)) === 'conflict') return conflict
    return { id, ...defined({ externalId: member.externalId }), status: member.status }
  })

import type { MemberStatus } from '../../domain/member/member.ts'
import { type StatusChange, statusAfter } from '../../domain/member/status-change.ts'
import { defined } from '../../domain/values/defined.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import { requireMember } from './find-members.ts'
import type { OperatorContext } from './operator-context.ts'

/** What is left after an operator's action. */
export interface OperatedMember {
  readonly id: MemberId
  readonly externalId?: string
  readonly status: MemberStatus
}

/** The problem of an action that a member's status does not allow. */
export const statusConflict = (status: MemberStatus): Problem =>
  new Problem('status_conflict', {
    detail: {
      ko: `회원의 현재 상태(${status})에서는 할 수 없는 작업입니다.`,
      en: `The member is ${status}, so this does not apply.`,
    },
  })

/**
 * Changes a member's status, and ends the sessions where the new status requires it. Throws `not_found`, and
 * `status_conflict` when the change does not apply.
 */
export const changeStatus = (
  context: OperatorContext,
  id: MemberId,
  change: StatusChange,
): Promise<OperatedMember> =>
  retryOnConflict(async () => {
    const { world, operations, operator } = context
    const { member } = await requireMember(context, id)
    const after = statusAfter(change, member.status)
    if (after === undefined) throw statusConflict(member.status)
    const done = await operations.updateStatus({
      member,
      to: after.to,
      endsAll: after.endsSessions,
      ...(after.to === 'deactivated' && { deactivationId: world.ids.deactivation() }),
      event: { id: world.ids.record(), type: after.type, at: world.clock.now(), operator },
    })
    if (done === 'conflict') return conflict
    return { id, ...defined({ externalId: member.externalId }), status: after.to }
  })

import { entersWithoutPasskey, mayRemovePasskey } from '../../domain/leads/last-lead.ts'
import { reachOf } from '../../domain/leads/reach.ts'
import { defined } from '../../domain/values/defined.ts'
import type { MemberId, PasskeyId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import { sessionsWithoutPasskey } from '../passkeys/sessions-without-passkey.ts'
import { noticeTo } from '../steps/compose-message.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import type { OperatedMember } from './change-status.ts'
import { requireMember } from './find-members.ts'
import type { OperatorContext } from './operator-context.ts'

/** The passkey to remove, as an operator names it. */
export interface NamedPasskey {
  readonly passkey: PasskeyId
  /** Also removes the last login method. */
  readonly force: boolean
}

/**
 * Removes a passkey from a member and notifies the member, as the member's own removal does: the sessions that it opened
 * end. Throws `not_found` for an unknown member or passkey, and without `force` `last_login_method`.
 */
export const removePasskeyForMember = (
  context: OperatorContext,
  id: MemberId,
  named: NamedPasskey,
): Promise<OperatedMember> =>
  retryOnConflict(async () => {
    const { world, operations, operator } = context
    const { member, passkeys } = await requireMember(context, id)
    const passkey = passkeys.find((one) => one.id === named.passkey)
    if (passkey === undefined) throw new Problem('not_found')
    const judged = judgedAt(world)
    if (!named.force && !mayRemovePasskey(member, passkey, judged)) throw new Problem('last_login_method')
    const isLeftOut = member.status === 'active' && !entersWithoutPasskey(member, passkey.id, judged)
    const at = world.clock.now()
    const event = (type: 'passkey.removed' | 'member.unreachable') =>
      ({ id: world.ids.record(), type, at, operator }) as const
    const notice = { kind: 'login_method_removed', method: 'passkey', at } as const
    const done = await operations.takePasskey(
      {
        member,
        passkey,
        survivors: await sessionsWithoutPasskey(world, { memberId: id, passkey: passkey.id }),
        event: { ...event('passkey.removed'), changed: ['passkeys'] },
        ...(isLeftOut && { unreachable: event('member.unreachable') }),
        messages: noticeTo(world, { id, reach: reachOf(member, judgedAt(world)) }, notice, passkey.id),
      },
      at,
    )
    if (done === 'conflict') return conflict
    return { id, ...defined({ externalId: member.externalId }), status: member.status }
  })

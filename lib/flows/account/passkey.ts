import { mayRemovePasskey } from '../../domain/leads/last-lead.ts'
import { reachOf } from '../../domain/leads/reach.ts'
import type { PasskeyId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import { type FreshSession, freshSession, ownRecord } from '../linking/proof.ts'
import { sessionsWithoutPasskey } from '../passkeys/sessions-without-passkey.ts'
import type { World } from '../ports/world.ts'
import { type ComposeWorld, noticeTo } from '../steps/compose-message.ts'
import { countChange } from '../steps/count-change.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { type ShownMember, showMember } from '../steps/show-member.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'

type RenameWorld = Pick<World, 'stage' | 'clock' | 'tokens' | 'members' | 'passkeys' | 'limits' | 'report'>

/** Renames a passkey of the signed-in member. Throws `invalid_token`, `not_found` and `too_many_requests`. */
export async function renamePasskey(
  world: RenameWorld,
  { bearer, id, name }: { readonly bearer: string; readonly id: PasskeyId; readonly name: string },
): Promise<ShownMember> {
  const { memberId, sessionId } = await world.tokens.access.read(bearer, 'fresh_enough')
  const by = { memberId, sessionId }
  await countChange(world, sessionId)
  const renamed = await world.passkeys.rename(by, id, name, world.clock.now())
  switch (renamed) {
    case 'renamed':
      return showMember(world, await ownRecord(world, by))
    case 'not_found':
      throw new Problem('not_found')
    case 'session_ended':
      throw new Problem('invalid_token')
    default:
      return renamed satisfies never
  }
}

type RemoveWorld = Pick<World, 'stage' | 'clock' | 'ids' | 'tokens' | 'members' | 'sessions' | 'passkeys'> &
  ComposeWorld

/**
 * Removes a passkey of the signed-in member, who must have signed in recently, and tells the member. The sessions that it
 * opened end, apart from the acting one. Works where the stage has passkeys no more. Throws `invalid_token`,
 * `insufficient_user_authentication`, `not_found` and `last_login_method`.
 */
export async function removePasskey(
  world: RemoveWorld,
  { bearer, id }: { readonly bearer: string; readonly id: PasskeyId },
): Promise<void> {
  const by = await freshSession(world, bearer)
  await retryOnConflict(() => remove(world, by, id))
}

async function remove(
  world: RemoveWorld,
  by: FreshSession,
  id: PasskeyId,
): Promise<'removed' | typeof conflict> {
  const now = world.clock.now()
  const { member, passkeys } = await ownRecord(world, by)
  const passkey = passkeys.find((one) => one.id === id)
  if (passkey === undefined) throw new Problem('not_found')
  if (!mayRemovePasskey(member, passkey, judgedAt(world))) throw new Problem('last_login_method')
  const recipient = { id: member.id, reach: reachOf(member, judgedAt(world)) }
  const notice = { kind: 'login_method_removed', method: 'passkey', at: now } as const
  const removed = await world.passkeys.remove(
    {
      ...by,
      passkey,
      version: member.version,
      survivors: await sessionsWithoutPasskey(world, {
        memberId: by.memberId,
        passkey: id,
        acting: by.sessionId,
      }),
      event: {
        id: world.ids.record(),
        type: 'passkey.removed',
        at: now,
        sessionId: by.sessionId,
        changed: ['passkeys'],
      },
      messages: noticeTo(world, recipient, notice, id),
    },
    now,
  )
  switch (removed) {
    case 'removed':
      return 'removed'
    case 'session_ended':
      throw new Problem('invalid_token')
    case 'conflict':
      return conflict
    default:
      return removed satisfies never
  }
}

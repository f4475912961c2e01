import { mayUnlink } from '../domain/leaving/may-unlink.ts'
import type { LinkedIdentity } from '../domain/member/member.ts'
import { type StatusChange, statusAfter } from '../domain/member/status-change.ts'
import { isProviderId, sameIdentity } from '../domain/values/identity.ts'
import type { MemberId } from '../domain/values/ids.ts'
import { notify, reachOf } from '../flows/steps/notify.ts'
import { endAtProvider, isSharedConnection } from '../flows/visit/disconnect.ts'
import { findMember } from './find.ts'
import type { OperatorContext } from './operator-context.ts'

const hasMoved = (): Error => new Error('The member changed at this very moment: look again, and try again')

/** Changes a member's standing; whoever may not be in any more is out at once. Throws, in words, where it does not apply. */
export async function changeStatus(
  context: OperatorContext,
  words: string,
  change: StatusChange,
): Promise<MemberId> {
  const { world, operations, operator } = context
  const { member } = await findMember(context, words)
  const after = statusAfter(change, member.status)
  if (after === undefined) throw new Error(`The member is ${member.status}: there is nothing to ${change}`)
  const at = world.clock.now()
  const done = await operations.updateStatus({
    member,
    to: after.to,
    ...(after.endsSessions && { endsSessionsAt: at }),
    ...(after.to === 'deactivated' && { deactivationId: world.ids.deactivation() }),
    event: { id: world.ids.record(), type: after.type, at, operator },
  })
  if (done === 'moved') throw hasMoved()
  return member.id
}

/** The identity that an operator names, of those that the member has. */
function identityOf(identities: readonly LinkedIdentity[], named: string): LinkedIdentity {
  const [, provider, subject] = /^([a-z]+)(?::(.+))?$/.exec(named) ?? []
  const there = identities.filter(
    (identity) => identity.provider === provider && (subject === undefined || identity.subject === subject),
  )
  const [only, another] = there
  if (!isProviderId(provider) || only === undefined) throw new Error(`The member has no identity ${named}`)
  if (another === undefined) return only
  throw new Error(
    `The member has several there; say which: ${there.map((one) => `${provider}:${one.subject}`).join(', ')}`,
  )
}

/**
 * Takes an identity from a member, never the last way in unless that is forced, and ends it at the provider: now,
 * if this shell knows our app there, else by the sweep. Whoever can be told is told by mail.
 */
export async function unlinkFor(
  context: OperatorContext,
  words: string,
  named: string,
  { force }: { readonly force: boolean },
): Promise<{ readonly id: MemberId; readonly atProvider: 'ended' | 'by_the_sweep' }> {
  const { world, operations, operator } = context
  const { member, identities } = await findMember(context, words)
  const { provider, subject } = identityOf(identities, named)
  const identity = { provider, subject }
  if (!force && !mayUnlink(member, identity)) {
    throw new Error('Nothing else would let the member in. With --force it is done all the same')
  }
  const at = world.clock.now()
  const shared = await isSharedConnection(world, identity)
  const event = { id: world.ids.record(), type: 'identity.unlinked', at, identity, operator } as const
  if ((await operations.take({ member, identity, shared, event }, at)) === 'moved') throw hasMoved()
  const known = identities.find((one) => sameIdentity(one, identity))
  const knowsApp = known !== undefined && world.providers.find(provider) !== undefined
  const ended = knowsApp && (await endAtProvider(world, { identity, shared }))
  await world.sessions.endAll(member.id, at)
  await notify(world, reachOf(member), { kind: 'login_method_removed', method: provider, at })
  return { id: member.id, atProvider: ended ? 'ended' : 'by_the_sweep' }
}

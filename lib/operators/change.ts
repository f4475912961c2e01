import { isEnded } from '../domain/leads/ended.ts'
import { mayUnlink } from '../domain/leads/last-lead.ts'
import { reachOf } from '../domain/leads/reach.ts'
import type { LinkedIdentity } from '../domain/member/member.ts'
import { type StatusChange, statusAfter } from '../domain/member/status-change.ts'
import { defined } from '../domain/values/defined.ts'
import { isProviderId, sameIdentity } from '../domain/values/identity.ts'
import type { MemberId } from '../domain/values/ids.ts'
import { aboutIdentity, noticeTo } from '../flows/steps/compose-message.ts'
import { judgedAt } from '../flows/steps/judged-at.ts'
import { endAtProvider, isSharedConnection } from '../flows/visit/disconnect.ts'
import { findMember } from './find.ts'
import type { OperatorContext } from './operator-context.ts'

const changedMeanwhile = (): Error =>
  new Error('The member changed at the same moment. Check the member and try again')

/**
 * Changes a member's status and ends the sessions where the new status requires it. `designation` is an id or
 * any value that `findMembers` accepts. Gives the member's id. Throws an `Error` for the operator when the
 * change does not apply.
 */
export async function changeStatus(
  context: OperatorContext,
  designation: string,
  change: StatusChange,
): Promise<MemberId> {
  const { world, operations, operator } = context
  const { member } = await findMember(context, designation)
  const after = statusAfter(change, member.status)
  if (after === undefined) throw new Error(`The member is ${member.status}, so ${change} does not apply`)
  const at = world.clock.now()
  const done = await operations.updateStatus({
    member,
    to: after.to,
    endsAll: after.endsSessions,
    ...(after.to === 'deactivated' && { deactivationId: world.ids.deactivation() }),
    event: { id: world.ids.record(), type: after.type, at, operator },
  })
  if (done === 'conflict') throw changedMeanwhile()
  return member.id
}

/** The identity among the member's that an operator names. */
function identityOf(identities: readonly LinkedIdentity[], named: string): LinkedIdentity {
  const [, provider, subject] = /^([a-z]+)(?::(.+))?$/.exec(named) ?? []
  const matching = identities.filter(
    (identity) => identity.provider === provider && (subject === undefined || identity.subject === subject),
  )
  const [only, another] = matching
  if (!isProviderId(provider) || only === undefined) throw new Error(`The member has no identity ${named}`)
  if (another === undefined) return only
  throw new Error(
    `The member has several identities there. Choose one: ${matching.map((one) => `${provider}:${one.subject}`).join(', ')}`,
  )
}

/**
 * Unlinks an identity from a member and notifies the member. Disconnects at the provider now if this shell
 * has our app's credentials, else the sweep does. Throws an `Error` for the operator; without `force` also
 * for the last login method.
 */
export async function unlinkFor(
  context: OperatorContext,
  designation: string,
  named: string,
  { force }: { readonly force: boolean },
): Promise<{ readonly id: MemberId; readonly atProvider: 'ended' | 'by_the_sweep' }> {
  const { world, operations, operator } = context
  const { member, identities, ended } = await findMember(context, designation)
  const { provider, subject } = identityOf([...identities, ...ended], named)
  const identity = { provider, subject }
  if (!force && !mayUnlink(member, identity, judgedAt(world))) {
    throw new Error('This identity is the last login method. Use --force to unlink it anyway')
  }
  const at = world.clock.now()
  const claim = isEnded(member, identity) ? await world.identityClaims.find(identity) : undefined
  const shared = await isSharedConnection(world, identity)
  const event = { id: world.ids.record(), type: 'identity.unlinked', at, identity, operator } as const
  const messages = noticeTo(
    world,
    { id: member.id, reach: reachOf(member) },
    { kind: 'login_method_removed', method: provider, at },
    aboutIdentity(identity),
  )
  const taking = { member, identity, shared, event, messages, ...defined({ ended: claim }) }
  if ((await operations.take(taking, at)) === 'conflict') throw changedMeanwhile()
  const linked = identities.find((one) => sameIdentity(one, identity))
  const knowsApp = linked !== undefined && world.providers.find(provider) !== undefined
  const isOver = (claim !== undefined && claim.dueAt === undefined) || knowsApp
  const hasEnded = isOver && (linked === undefined || (await endAtProvider(world, { identity, shared })))
  return { id: member.id, atProvider: hasEnded ? 'ended' : 'by_the_sweep' }
}

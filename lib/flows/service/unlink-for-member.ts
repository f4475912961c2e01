import { isEnded } from '../../domain/leads/ended.ts'
import { entersWithout, mayUnlink } from '../../domain/leads/last-lead.ts'
import { reachOf } from '../../domain/leads/reach.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Identity, ProviderId } from '../../domain/values/identity.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { missingValue, Problem } from '../../domain/values/problem.ts'
import type { MemberRecord } from '../ports/store.ts'
import { aboutIdentity, noticeTo } from '../steps/compose-message.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import { sharingOf } from '../visit/disconnect.ts'
import type { OperatedMember } from './change-status.ts'
import { requireMember } from './find-members.ts'
import type { OperatorContext } from './operator-context.ts'

/** The identity to unlink, as an operator names it. */
export interface NamedIdentity {
  readonly provider: ProviderId
  /** Needed where the member has several identities at the provider. */
  readonly subject?: string | undefined
  /** Also unlinks the last login method. */
  readonly force: boolean
}

/** The identity among the member's that an operator names. */
function identityOf({ identities, ended }: MemberRecord, { provider, subject }: NamedIdentity): Identity {
  const matching = [...identities, ...ended].filter(
    (identity) => identity.provider === provider && (subject === undefined || identity.subject === subject),
  )
  const [only, another] = matching
  if (only === undefined) throw new Problem('not_found')
  if (another === undefined) return { provider, subject: only.subject }
  throw new Problem('invalid_request', { errors: [{ pointer: '/subject', detail: missingValue }] })
}

/**
 * Unlinks an identity from a member and notifies the member. All sessions end. The sweep disconnects the identity at the
 * provider. Throws `not_found` for an unknown member or identity, `invalid_request` if the member has several
 * identities there, and without `force` `last_login_method`.
 */
export const unlinkForMember = (
  context: OperatorContext,
  id: MemberId,
  named: NamedIdentity,
): Promise<OperatedMember> =>
  retryOnConflict(async () => {
    const { world, operations, operator } = context
    const record = await requireMember(context, id)
    const { member } = record
    const identity = identityOf(record, named)
    if (!named.force && !mayUnlink(member, identity, judgedAt(world))) throw new Problem('last_login_method')
    const at = world.clock.now()
    const isLeftOut = member.status === 'active' && !entersWithout(member, identity, judgedAt(world))
    const ended = isEnded(member, identity) ? await world.identityClaims.find(identity) : undefined
    const done = await operations.take(
      {
        member,
        identity,
        shared: sharingOf(world, identity.provider),
        event: { id: world.ids.record(), type: 'identity.unlinked', at, identity, operator },
        ...(isLeftOut && {
          unreachable: { id: world.ids.record(), type: 'member.unreachable', at, operator } as const,
        }),
        messages: noticeTo(
          world,
          { id, reach: reachOf(member, judgedAt(world)) },
          { kind: 'login_method_removed', method: identity.provider, at },
          aboutIdentity(identity),
        ),
        ...defined({ ended }),
      },
      at,
    )
    if (done === 'conflict') return conflict
    return { id, ...defined({ externalId: member.externalId }), status: member.status }
  })

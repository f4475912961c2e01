import { recoveredBy } from '../domain/leads/recovery.ts'
import {
  judgeReactivation,
  type ReactivationName,
  type ReactivationVerdict,
} from '../domain/leaving/reactivation.ts'
import type { Email } from '../domain/values/evidence.ts'
import { Problem } from '../domain/values/problem.ts'
import type { Reactivation } from './ports/store.ts'
import type { World } from './ports/world.ts'
import { type ComposeWorld, noticeTo } from './steps/compose-message.ts'
import { judgedAt } from './steps/judged-at.ts'
import { invitationHash } from './steps/send-reactivation.ts'
import { conflict, retryOnConflict } from './visit/decide-and-act.ts'

/** The member is active again and signs in as usual. A message alone signs nobody in. */
export interface Reactivated {
  readonly outcome: 'reactivated'
}

type ReactivateWorld = ComposeWorld & Pick<World, 'tokens' | 'deactivations'>

/**
 * Reactivates a member by the token of the newest message. The message verifies nothing, with one exception: at the
 * imported address of a member who never proved anything here, opening it is a recovery. Throws `invalid_token` for
 * a token that is not ours, has expired (or the grace period has ended), or was replaced by a newer message or
 * deactivation, and `token_used` for a used one.
 */
export async function reactivate(world: ReactivateWorld, token: string): Promise<Reactivated> {
  const name = await world.tokens.reactivation.read(token)
  return retryOnConflict(() => reactivateMember(world, name))
}

async function reactivateMember(
  world: ReactivateWorld,
  name: ReactivationName,
): Promise<Reactivated | typeof conflict> {
  const member = await world.deactivations.find(name.memberId)
  if (member === undefined) throw new Problem('invalid_token')
  const at = judgedAt(world)
  const { receivesTexts } = world
  const hashOf = (text: string) => invitationHash(world, text)
  const email = recoveringEmail(judgeReactivation(member, name, { hashOf, receivesTexts }, at))
  const reactivation: Reactivation = {
    ...name,
    member,
    event: { id: world.ids.record(), type: 'member.reactivated', at: at.now },
    ...(email !== undefined && {
      recovers: {
        ...recoveredBy(member, email),
        event: { id: world.ids.record(), type: 'member.recovered', at: at.now },
      },
    }),
    messages: noticeTo(
      world,
      { id: member.id, reach: email && { email, locale: member.locale } },
      { kind: 'recovered', at: at.now },
    ),
  }
  if ((await world.deactivations.end(reactivation)) === 'conflict') return conflict
  return { outcome: 'reactivated' }
}

/** The address that the reactivation recovers the account by; undefined for a mere reactivation. */
function recoveringEmail(verdict: ReactivationVerdict): Email | undefined {
  switch (verdict.kind) {
    case 'reactivate':
      return undefined
    case 'recover':
      return verdict.email
    case 'used':
      throw new Problem('token_used')
    case 'dead':
      throw new Problem('invalid_token')
    default:
      return verdict satisfies never
  }
}

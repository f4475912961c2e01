import {
  judgeReactivation,
  type ReactivationName,
  type ReactivationVerdict,
} from '../domain/leaving/reactivation.ts'
import { defined } from '../domain/values/defined.ts'
import { Problem } from '../domain/values/problem.ts'
import type { Reactivation } from './ports/store.ts'
import type { World } from './ports/world.ts'
import { notify } from './steps/notify.ts'
import { addressHash } from './steps/send-reactivation.ts'
import { conflict, retryOnConflict } from './visit/decide-and-act.ts'

/** The member is active again and signs in as usual. A message alone signs nobody in. */
export interface Reactivated {
  readonly outcome: 'reactivated'
}

type ReactivateWorld = Pick<
  World,
  'clock' | 'ids' | 'tokens' | 'hashes' | 'mails' | 'report' | 'deactivations'
>

/**
 * Reactivates a member by the token of the newest message. Throws `invalid_token` for a token that is
 * not ours, has expired (or the grace period has ended), or was replaced by a newer message or
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
  const { locale, externalId } = member
  const now = world.clock.now()
  const verdict = judgeReactivation(member, name, (value) => addressHash(world, value), now)
  const { to, verifies } = allowed(verdict)
  const event = { id: world.ids.record(), type: 'member.reactivated', at: now } as const
  const reactivation: Reactivation = {
    ...name,
    ...defined({ externalId }),
    to,
    verifiesEmail: verifies !== undefined,
    ...(to.channel === 'email' && member.email?.shared && { sharesAddress: true }),
    event,
  }
  if ((await world.deactivations.end(reactivation)) === 'conflict') return conflict
  if (verifies !== undefined) {
    await notify(world, { email: verifies, locale }, { kind: 'login_method_added', method: 'email', at: now })
  }
  return { outcome: 'reactivated' }
}

function allowed(verdict: ReactivationVerdict) {
  switch (verdict.kind) {
    case 'reactivate':
      return verdict
    case 'used':
      throw new Problem('token_used')
    case 'dead':
      throw new Problem('invalid_token')
    default:
      return verdict satisfies never
  }
}

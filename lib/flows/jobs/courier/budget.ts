import { limits, prefixOf, textBudget } from '../../../domain/limits/fixed-limits.ts'
import type { LimitedAttempt } from '../../../domain/limits/limit.ts'
import type { Address } from '../../../domain/values/verification.ts'
import type { World } from '../../ports/world.ts'

/** A text's share of the budgets, which is given back when the text was not sent. */
export type ClaimedBudget =
  | { readonly kind: 'claimed'; giveBack(): Promise<void> }
  | { readonly kind: 'exhausted' }

/**
 * Counts one text against the range of its number and the stage's budgets. SMS pumping uses many sources and many
 * numbers, so nothing smaller stops it. Mails have no budget. An exhausted budget is reported.
 */
export async function claimBudget(
  world: Pick<World, 'stage' | 'clock' | 'limits' | 'report'>,
  to: Address,
): Promise<ClaimedBudget> {
  const claims = claimsOn(world, to)
  const exhausted = claims.length > 0 ? await world.limits.spend(claims, world.clock.now()) : undefined
  if (exhausted === undefined) return { kind: 'claimed', giveBack: () => giveBack(world, claims) }
  world.report({ event: 'limit_exhausted', limit: exhausted.limit.name })
  return { kind: 'exhausted' }
}

const claimsOn = ({ stage }: Pick<World, 'stage'>, to: Address): readonly LimitedAttempt[] =>
  to.channel === 'email'
    ? []
    : [
        { limit: limits.textPerPrefix, key: prefixOf(to.value) },
        ...textBudget(stage.sms).map((limit) => ({ limit, key: 'stage' })),
      ]

async function giveBack(
  { limits: counters }: Pick<World, 'limits'>,
  claims: readonly LimitedAttempt[],
): Promise<void> {
  if (claims.length > 0) await counters.giveBack(claims)
}

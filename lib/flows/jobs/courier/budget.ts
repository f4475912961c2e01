import { textAttempts } from '../../../domain/limits/fixed-limits.ts'
import type { LimitedAttempt } from '../../../domain/limits/limit.ts'
import { type MessageContent, messageKinds } from '../../../domain/message/message.ts'
import type { World } from '../../ports/world.ts'

/** A text's share of the budgets, which is given back when the text was not sent. */
export type ClaimedBudget =
  | { readonly kind: 'claimed'; giveBack(): Promise<void> }
  | { readonly kind: 'exhausted' }

/**
 * Counts one text: a requested one against the range of its number and the stage's budgets, since SMS pumping uses many
 * sources and many numbers and nothing smaller stops it; a notice against budgets of its own, of which no lesser one uses more than half. Mails have no budget. An
 * exhausted budget is reported.
 */
export async function claimBudget(
  world: Pick<World, 'stage' | 'clock' | 'limits' | 'report'>,
  content: MessageContent,
): Promise<ClaimedBudget> {
  const claims = claimsOn(world, content)
  const exhausted = claims.length > 0 ? await world.limits.spend(claims, world.clock.now()) : undefined
  if (exhausted === undefined) return { kind: 'claimed', giveBack: () => giveBack(world, claims) }
  world.report({ event: 'limit_exhausted', limit: exhausted.limit.name })
  return { kind: 'exhausted' }
}

const claimsOn = (
  { stage }: Pick<World, 'stage'>,
  { to, message }: MessageContent,
): readonly LimitedAttempt[] =>
  to.channel === 'email'
    ? []
    : textAttempts(stage.sms, to.value, { kind: message.kind, ...messageKinds[message.kind] })

async function giveBack(
  { limits: counters }: Pick<World, 'limits'>,
  claims: readonly LimitedAttempt[],
): Promise<void> {
  if (claims.length > 0) await counters.giveBack(claims)
}

import type { LimitedAttempt } from '../../domain/limits/limit.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { ProviderRefusal } from '../../domain/visit/facts.ts'
import type { OAuthRequest } from '../../domain/visit/oauth-request.ts'
import type { World } from '../ports/world.ts'

/** A visit with a number of refused grants is over, so that nobody tries made-up codes at a provider through us. */
const refusedGrant = ({ stage }: Pick<World, 'stage'>, { id }: OAuthRequest): LimitedAttempt => ({
  limit: stage.limits.refusedGrants,
  key: id,
})

/**
 * Refuses a visit with too many refused grants before the provider is called. Only a container that has seen one of
 * them reads the count, so a returning sign-in costs no request. Throws `invalid_transaction`.
 */
export async function refuseExhausted(
  world: Pick<World, 'stage' | 'clock' | 'limits'>,
  oauthRequest: OAuthRequest,
): Promise<void> {
  const isOver = await world.limits.isKnownFull(refusedGrant(world, oauthRequest), world.clock.now())
  if (isOver) throw new Problem('invalid_transaction')
}

/** Counts a refused grant or token (row 25). Throws `invalid_transaction` if the visit had too many before. */
export async function countRefusedGrant(
  world: Pick<World, 'stage' | 'clock' | 'limits'>,
  oauthRequest: OAuthRequest,
  why: ProviderRefusal,
): Promise<void> {
  if (why !== 'grant_invalid' && why !== 'token_not_ours') return
  const exhausted = await world.limits.spend([refusedGrant(world, oauthRequest)], world.clock.now())
  if (exhausted !== undefined) throw new Problem('invalid_transaction')
}

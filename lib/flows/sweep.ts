import type { IdentityClaim } from '../domain/connection.ts'
import { after } from '../domain/lifetimes.ts'
import type { World } from './ports/world.ts'
import { endAtProvider, mayBeShared } from './visit/disconnect.ts'

/** What one sweep did. */
export interface Swept {
  readonly due: number
  readonly ended: number
  /** To be tried again. */
  readonly failed: number
}

const batch = 100

/** Seconds until the next try: a minute, doubled each time, at most six hours. */
const pauseAfter = (attempts: number): number => Math.min(60 * 2 ** attempts, 6 * 3600)

/**
 * Ends at the provider whatever is overdue: visits that nobody came back to, and whatever a provider did not
 * answer to before. Each is taken first, under the condition that it still stands as it was read, so that
 * two sweeps never do one thing twice and nobody who has finished elsewhere is ever disconnected.
 */
export async function sweep(world: World): Promise<Swept> {
  const due = await world.dueClaims.list(world.clock.now(), batch)
  const results: (boolean | undefined)[] = []
  for (const claim of due) results.push(await endOne(world, claim))
  return {
    due: due.length,
    ended: results.filter((result) => result === true).length,
    failed: results.filter((result) => result === false).length,
  }
}

/** Undefined when somebody else had it. */
async function endOne(world: World, claim: IdentityClaim): Promise<boolean | undefined> {
  const until = after(world.clock.now(), pauseAfter(claim.attempts ?? 0))
  if (!(await world.dueClaims.take(claim, until))) return undefined
  const { provider, subject, memberId: heldFor } = claim
  const shared = claim.shared ?? mayBeShared(world, provider)
  return endAtProvider(world, { identity: { provider, subject }, shared, heldFor })
}

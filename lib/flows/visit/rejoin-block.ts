import { type BlockedValue, rejoinBlockedUntil } from '../../domain/leaving/closing-policy.ts'
import type { World } from '../ports/world.ts'
import type { EndedAt } from '../steps/ended/ended-identity.ts'
import type { RefuseWorld } from './refuse.ts'
import { refuse } from './refuse.ts'

/**
 * The end of the rejoin block on these values, left by a closed and erased account. Makes no
 * read if the stage has no rejoin block.
 */
export const findRejoinBlock = async (
  world: Pick<World, 'stage' | 'clock' | 'rejoinBlocks'>,
  values: readonly BlockedValue[],
): Promise<Date | undefined> =>
  world.stage.closing.rejoinAfterDays === 0 ? undefined : world.rejoinBlocks.until(values, world.clock.now())

/** The end of the block that the erasure will leave for the identity of a member who has left for good. */
export const rejoinBlockOf = (
  { clock }: Pick<World, 'clock'>,
  ended: EndedAt | undefined,
): Date | undefined =>
  ended?.opens === 'nothing' ? rejoinBlockedUntil(ended.member, clock.now()) : undefined

export type RefuseRejoinWorld = Pick<World, 'rejoinBlocks'> & RefuseWorld

/** Throws the problem of row 24 for who may join again from a date on. */
export async function refuseUntil(world: RefuseWorld, rejoinFrom: Date | undefined): Promise<undefined> {
  if (rejoinFrom !== undefined) throw await refuse(world, { kind: 'rejoin_not_allowed_yet', rejoinFrom })
}

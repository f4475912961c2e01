import { type ClosingWorld, prepareClosing } from '../../flows/account/prepare-closing.ts'
import type { Operations } from '../../flows/ports/store/operators/operations.ts'
import type { MemberRecord, Withdrawal } from '../../flows/ports/store.ts'
import type { World } from '../../flows/ports/world.ts'
import { conflict } from '../../flows/visit/decide-and-act.ts'

/** A stage on a restored table, and the operator who puts right what the restore brought back. */
export interface RestoredStage {
  readonly world: ClosingWorld & Pick<World, 'clock' | 'withdrawals'>
  readonly operations: Pick<Operations, 'find'>
  readonly operator: string
}

/**
 * Closes a member's account with the given dates, without a word to the member, who has heard of it already. Gives
 * `conflict` where the member has changed since it was read.
 */
export async function closeUntold(
  { world, operator }: RestoredStage,
  record: MemberRecord,
  dates: Partial<Pick<Withdrawal, 'deactivationId' | 'restorableUntil' | 'rejoinFrom'>>,
  now: Date,
): Promise<'withdrawn' | typeof conflict> {
  const closing = await prepareClosing(world, record, { operator }, now)
  const untold = { ...closing, ...dates, messages: [] }
  return (await world.withdrawals.begin(untold, now)) === 'withdrawn' ? 'withdrawn' : conflict
}

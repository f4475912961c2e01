import type { MemberId } from '../../domain/values/ids.ts'
import { type ClosingWorld, prepareClosing } from '../../flows/account/prepare-closing.ts'
import type { MembersInLedger } from '../../flows/ports/store/operators/members-in-ledger.ts'
import type { Operations } from '../../flows/ports/store/operators/operations.ts'
import type { World } from '../../flows/ports/world.ts'
import { conflict, retryOnConflict } from '../../flows/visit/decide-and-act.ts'

/** What erasing again reaches. */
export interface RestoredStage {
  readonly world: ClosingWorld & Pick<World, 'clock' | 'withdrawals'>
  readonly operations: Pick<Operations, 'find'>
  readonly ledger: MembersInLedger
  readonly operator: string
}

/** The result for the members in the ledger. */
export interface ErasedAgain {
  /** Members that a restore had brought back. Their sessions ended, and the sweep erases them. */
  readonly erasing: number
  /** Members of whom nothing is there. */
  readonly gone: number
}

/**
 * Closes the accounts of all members in the ledger that are there again, at once and without a word to them: every session
 * ends, the sweep disconnects the identities and erases the rest within minutes. Safe to repeat. Throws `unavailable` as the
 * tables do.
 */
export async function eraseAgain(stage: RestoredStage): Promise<ErasedAgain> {
  const counts = { erasing: 0, gone: 0 }
  for await (const page of stage.ledger.pages()) {
    for (const id of page) counts[await retryOnConflict(() => eraseOne(stage, id))] += 1
  }
  return counts
}

async function eraseOne(
  { world, operations, ledger, operator }: RestoredStage,
  id: MemberId,
): Promise<keyof ErasedAgain | typeof conflict> {
  const record = await operations.find(id)
  // What was merged goes with the account that it went into, which is in the ledger as well.
  if (record === undefined || record.member.status === 'merged') return 'gone'
  const now = world.clock.now()
  if (record.member.status === 'withdrawn') {
    const result = await ledger.hasten(record.member, now)
    if (result === 'conflict') return conflict
    return result === 'erased' ? 'gone' : 'erasing'
  }
  const closing = await prepareClosing(world, record, { operator }, now)
  const atOnce = { ...closing, restorableUntil: now, rejoinFrom: now, messages: [] }
  return (await world.withdrawals.begin(atOnce, now)) === 'withdrawn' ? 'erasing' : conflict
}

import type { MemberId } from '../../domain/values/ids.ts'
import type { MembersInLedger } from '../../flows/ports/store/operators/members-in-ledger.ts'
import { conflict, retryOnConflict } from '../../flows/visit/decide-and-act.ts'
import { closeUntold, type RestoredStage } from './restored-stage.ts'

/** What erasing again reaches. */
export interface ErasingAgain extends RestoredStage {
  readonly ledger: MembersInLedger
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
export async function eraseAgain(stage: ErasingAgain): Promise<ErasedAgain> {
  const counts = { erasing: 0, gone: 0 }
  for await (const page of stage.ledger.pages()) {
    for (const id of page) counts[await retryOnConflict(() => eraseOne(stage, id))] += 1
  }
  return counts
}

async function eraseOne(stage: ErasingAgain, id: MemberId): Promise<keyof ErasedAgain | typeof conflict> {
  const record = await stage.operations.find(id)
  // What was merged goes with the account that it went into, which is in the ledger as well.
  if (record === undefined || record.member.status === 'merged') return 'gone'
  const now = stage.world.clock.now()
  if (record.member.status === 'withdrawn') {
    const result = await stage.ledger.hasten(record.member, now)
    if (result === 'conflict') return conflict
    return result === 'erased' ? 'gone' : 'erasing'
  }
  const result = await closeUntold(stage, record, { restorableUntil: now, rejoinFrom: now }, now)
  return result === 'withdrawn' ? 'erasing' : result
}

import type { MemberId } from '../../domain/values/ids.ts'
import type { ClosedMember, ClosedMembers } from '../../flows/ports/store/operators/closed-members.ts'
import { type conflict, retryOnConflict } from '../../flows/visit/decide-and-act.ts'
import { closeUntold, type RestoredStage } from './restored-stage.ts'

/** What closing again reaches. */
export interface ClosingAgain extends RestoredStage {
  /** The members of the table of before. */
  readonly closedMembers: ClosedMembers
}

/** The result for the accounts that are closed in the table of before. */
export interface ClosedAgain {
  /** Accounts that a restore had opened again. Their sessions ended, and their grace periods are what they were. */
  readonly closed: number
  /** Accounts that are closed in the restored table as well, or of which nothing is there. */
  readonly unchanged: number
}

/**
 * Closes the accounts again that are closed in the table of before, with the dates and the messages that their members have
 * already, and those that were merged into them. Nobody is told again. Safe to repeat. Throws `unavailable` as the tables do.
 */
export async function closeAgain(stage: ClosingAgain): Promise<ClosedAgain> {
  const counts = { closed: 0, unchanged: 0 }
  for (const closed of await allOf(stage.closedMembers)) {
    counts[await retryOnConflict(() => closeOne(stage, closed))] += 1
  }
  return counts
}

/** The closed accounts, and all that went into them, by their dates. */
async function allOf(members: ClosedMembers): Promise<readonly ClosedMember[]> {
  const closed = new Map<MemberId, ClosedMember>()
  const into = new Map<MemberId, MemberId>()
  for await (const page of members.pages()) {
    for (const one of page.closed) closed.set(one.id, one)
    for (const one of page.merged) into.set(one.id, one.into)
  }
  const survivorOf = (id: MemberId): MemberId => {
    const next = into.get(id)
    return next === undefined ? id : survivorOf(next)
  }
  const merged = [...into.keys()].flatMap((id) => {
    const survivor = closed.get(survivorOf(id))
    return survivor === undefined ? [] : [{ ...survivor, id }]
  })
  return [...closed.values(), ...merged]
}

async function closeOne(
  stage: ClosingAgain,
  { id, ...dates }: ClosedMember,
): Promise<keyof ClosedAgain | typeof conflict> {
  const record = await stage.operations.find(id)
  const status = record?.member.status
  if (record === undefined || status === 'withdrawn' || status === 'merged') return 'unchanged'
  const result = await closeUntold(stage, record, dates, stage.world.clock.now())
  return result === 'withdrawn' ? 'closed' : result
}

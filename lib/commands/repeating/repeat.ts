import { readStageName } from '../../config/stage-name.ts'
import { readMoment } from '../../operators/importing/understanding/time.ts'
import { indexNames } from '../../operators/repeating/index-names.ts'
import { redrive } from '../../operators/repeating/redrive.ts'
import { republish } from '../../operators/repeating/republish.ts'
import { closeAgain } from '../../operators/restoring/close-again.ts'
import { eraseAgain } from '../../operators/restoring/erase-again.ts'
import { publishing } from '../../runtime/publishing.ts'
import { onTable } from '../missing-resource.ts'
import { findTable, type OpenStage, type StageChoice } from '../open-stage.ts'
import { findBus } from './find-bus.ts'

/** The moment that an operator gives, by the stage's time zone where it says none. Throws an `Error` for the operator. */
function momentOf(since: string | undefined, timeZone: string): Date {
  if (since === undefined) throw new Error('--since is missing: a time such as 2026-11-01')
  const moment = readMoment(since, timeZone)
  if (moment !== undefined) return moment
  throw new Error(`--since is "${since}"; it must be a time such as 2026-11-01 or 2026-11-01T09:00:00+09:00`)
}

/** Tells the events since a moment again, on the stage's bus. Gives the counts. */
export async function republishSince(
  { world, store }: OpenStage,
  choice: StageChoice,
  since: string | undefined,
) {
  const moment = momentOf(since, world.stage.timeZone)
  if (choice.kind === 'deployed' && !process.env['IEUM_BUS']) {
    process.env['IEUM_BUS'] = await findBus(choice.name)
  }
  return republish({ recordedEvents: store.recordedEvents, bus: publishing() }, moment)
}

/** Sends the messages again that have failed in the last two weeks. Gives the count. */
export const redriveMessages = ({ world, store }: OpenStage) =>
  redrive(store.failedMessages, world.clock.now())

/**
 * Closes the accounts again that are closed in the table of before a restore. Gives the counts. Throws an `Error` for the
 * operator where there is no such table.
 */
export const closeRestored = ({ world, store }: OpenStage, before: string, operator: string) =>
  onTable(before, () =>
    closeAgain({ world, operations: store.operations, closedMembers: store.closedMembers(before), operator }),
  )

/** Lists all members in the index of names that the stage's policy reads. Gives the counts. */
export const indexAllNames = ({ world, store: { nameEntries: entries, exports } }: OpenStage) =>
  indexNames({ entries, exports, consider: world.stage.match.consider })

/** The name of the ledger's table: the shell's, or the one that CloudFormation named. Throws an `Error` for the operator. */
async function ledgerOf(choice: StageChoice): Promise<string> {
  const named = process.env['IEUM_LEDGER']
  if (named) return named
  if (choice.kind === 'deployed') {
    return findTable(`ieum-${readStageName(choice.name)}-ErasureLedger`, 'IEUM_LEDGER')
  }
  throw new Error('IEUM_LEDGER is missing: the table of erased members')
}

/**
 * Erases the members again that a restore of the table has brought back. Gives the counts. Throws an `Error` for the operator
 * where there is no such ledger.
 */
export async function eraseRestored({ world, store }: OpenStage, choice: StageChoice, operator: string) {
  const name = await ledgerOf(choice)
  const ledger = store.membersInLedger(name)
  return onTable(name, () => eraseAgain({ world, operations: store.operations, ledger, operator }))
}

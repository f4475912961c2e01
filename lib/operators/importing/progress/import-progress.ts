import { defined } from '../../../domain/values/defined.ts'
import { counted, type RecordOutcome } from '../record-outcome.ts'
import {
  type Checkpoint,
  type Counts,
  deleteCheckpoint,
  loadCheckpoint,
  noCounts,
  rejectsOf,
  saveCheckpoint,
  warningsOf,
} from './checkpoint.ts'
import type { HeldLock } from './lock.ts'
import { loggedLines, openRecordLog, type RecordLog } from './record-log.ts'

/** Records between two checkpoints. */
const checkpointEvery = 250

/** What an import starts with. */
interface ImportStart {
  readonly file: string
  /** The name of the file before `.rejects.jsonl` and `.warnings.jsonl`. */
  readonly logName: string
  /** The fingerprint of file, options and table. */
  readonly of: string
  /** A check keeps no progress. */
  readonly checks: boolean
  readonly now: () => Date
  readonly record: () => string
}

/** The progress of an import: its counts, its two logs, and the checkpoint from which it goes on after an interruption. */
export interface ImportProgress {
  readonly startedAt: Date
  readonly importId: string
  /** The import goes on after an interruption. It may have written more than it has finished. */
  readonly resumes: boolean
  /** Records that an interrupted import has finished. */
  readonly resumedAfter: number
  /** The lines of those among them that it rejected. */
  readonly rejectedLines: ReadonlySet<number>
  counts(): Counts
  /** Notes the outcome of the next record. */
  add(record: { readonly number: number; readonly line: number }, outcome: RecordOutcome): Promise<void>
  /** Forgets the checkpoint of an import that goes on nowhere. */
  forget(): Promise<void>
  /** Writes what was noted, and closes the logs. */
  close(): Promise<void>
}

function logOutcome(
  line: number,
  { kind, faults, externalId }: RecordOutcome,
  { rejects, warnings }: { readonly rejects: RecordLog; readonly warnings: RecordLog },
): void {
  const entry = { line, ...defined({ externalId }), faults }
  if (kind === 'rejected') rejects.add(entry)
  else if (faults.length > 0) warnings.add(entry)
}

/** Opens the progress of an import, or that of an interrupted one. Throws the system's error, which names the file. */
export async function openProgress(
  { file, logName, of, checks, now, record }: ImportStart,
  lock: HeldLock,
): Promise<ImportProgress> {
  const interrupted = await loadCheckpoint(file, of)
  // A check goes through the whole file, and finds what an interrupted import has written.
  const resumed = checks ? undefined : interrupted
  const { rejectsBytes = 0, warningsBytes = 0, records: resumedAfter = 0 } = resumed ?? {}
  const [startedAt, importId] = [interrupted?.startedAt ?? now(), interrupted?.importId ?? record()]
  const rejectedLines = await loggedLines(rejectsOf(logName), rejectsBytes)
  const rejects = await openRecordLog(rejectsOf(logName), rejectsBytes)
  const warnings = await openRecordLog(warningsOf(logName), warningsBytes)
  let counts = resumed?.counts ?? noCounts
  let saving: Promise<void> = Promise.resolve()

  // Records go on while a checkpoint is written. The next one waits, so that checkpoints stand in their order.
  async function save(records: number): Promise<void> {
    lock.assertHeld()
    const lengths = { rejectsBytes: await rejects.flush(), warningsBytes: await warnings.flush() }
    const checkpoint: Checkpoint = { of, importId, startedAt, records, ...lengths, counts }
    await saving
    saving = checks ? saving : saveCheckpoint(file, checkpoint)
    saving.catch(() => {})
  }
  // From here on, an interrupted import keeps its id.
  await save(resumedAfter)
  await saving

  return {
    startedAt,
    importId,
    resumes: interrupted !== undefined,
    resumedAfter,
    rejectedLines,
    counts: () => counts,
    async add({ number, line }, outcome) {
      logOutcome(line, outcome, { rejects, warnings })
      counts = counted(counts, outcome)
      if (number % checkpointEvery === 0) await save(number)
    },
    async forget() {
      await saving
      if (!checks) await deleteCheckpoint(file)
    },
    async close() {
      // What is still being written of an import that fails belongs to it, and not to the next one.
      await Promise.allSettled([saving])
      await Promise.all([rejects.close(), warnings.close()])
    },
  }
}

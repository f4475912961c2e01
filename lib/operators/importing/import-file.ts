import { defined } from '../../domain/values/defined.ts'
import type { Imports } from '../../flows/ports/store/operators/imports.ts'
import { memberAdder } from './add-members.ts'
import type { FileOptions } from './file-options.ts'
import type { MemberRow } from './importation.ts'
import {
  type Checkpoint,
  type Counts,
  deleteCheckpoint,
  fingerprintOf,
  loadCheckpoint,
  noCounts,
  rejectsOf,
  saveCheckpoint,
  warningsOf,
} from './progress/checkpoint.ts'
import { openRecordLog, type RecordLog } from './progress/record-log.ts'
import { UnfinishedFile } from './reading/unusable-file.ts'
import { counted, type RecordOutcome } from './record-outcome.ts'
import { type PlacedMember, type UnderstandFile, understoodRecords } from './understood-records.ts'

/** The target of an import, and what building its members needs. */
export interface Destination extends Omit<MemberRow, 'startedAt' | 'importId'> {
  readonly imports: Imports
  /** Identifies the table. A recreated table of the same name differs. */
  readonly tableId: string
  /** The zone of times without an offset. */
  readonly timeZone: string
  readonly now: () => Date
}

/** The options of an import. */
export interface ImportOptions extends FileOptions {
  readonly file: string
  /** Renews members who are as an import made them. */
  readonly updates: boolean
  /** Writes only the rejects file and the warnings file. */
  readonly checks: boolean
  /** Members written at the same time. */
  readonly atOnce: number
  /** Reports the progress. */
  readonly onProgress: (progress: { readonly bytes: number; readonly counts: Counts }) => void
  /** Reads and understands the file. Absent: in this thread. */
  readonly understand?: UnderstandFile
}

/** The result of an import. */
export interface Imported {
  readonly counts: Counts
  /** The id by which the import can be undone. */
  readonly importId: string
  /** Records finished before an interruption. */
  readonly resumedAfter: number
  /** Where the file could not be read any further. Absent for a finished import. */
  readonly unfinished?: UnfinishedFile
}

/** Records between two checkpoints. */
const checkpointEvery = 250

/**
 * Imports a file record by record, holding only the records being written in memory. Each record is imported,
 * there already, or rejected; a rejected one goes to the rejects file and never ends the import. A repeated or
 * interrupted and resumed import gives the same result. Throws `UnusableFile` as `readFile` does before the first
 * record, and the problem `unavailable` when the table stays unavailable.
 */
export async function importFile(destination: Destination, options: ImportOptions): Promise<Imported> {
  const { file, checks } = options
  const of = await fingerprintOf(file, destination.tableId, [...chosen(options), options.updates])
  const resumed = checks ? undefined : await loadCheckpoint(file, of)
  const [startedAt, importId] = [
    resumed?.startedAt ?? destination.now(),
    resumed?.importId ?? destination.record(),
  ]
  const rejects = await openRecordLog(rejectsOf(file), resumed?.rejectsBytes ?? 0)
  const warnings = await openRecordLog(warningsOf(file), resumed?.warningsBytes ?? 0)
  let counts = resumed?.counts ?? noCounts
  let unfinished: UnfinishedFile | undefined
  let saving: Promise<void> = Promise.resolve()
  // Records go on while a checkpoint is written. The next one waits, so that checkpoints stand in their order.
  const saveProgress = async (records: number): Promise<void> => {
    const [rejectsBytes, warningsBytes] = [await rejects.flush(), await warnings.flush()]
    const checkpoint: Checkpoint = { of, importId, startedAt, records, rejectsBytes, warningsBytes, counts }
    await saving
    saving = checks ? saving : saveCheckpoint(file, checkpoint)
    saving.catch(() => {})
  }
  // From here on, an interrupted import keeps its id.
  await saveProgress(resumed?.records ?? 0)
  await saving
  try {
    const records = (options.understand ?? understoodRecords)({
      file,
      reading: options.reading,
      rules: { now: startedAt, timeZone: destination.timeZone, words: options.words },
      strict: options.strict,
      after: resumed?.records ?? 0,
    })
    const handle = handler(destination, { startedAt, importId }, options)
    for await (const finished of outcomes(records, options.atOnce, handle)) {
      if (finished instanceof UnfinishedFile) {
        unfinished = finished
        continue
      }
      const { record, outcome } = finished
      logOutcome(record, outcome, rejects, warnings)
      counts = counted(counts, outcome)
      if (record.number % checkpointEvery === 0) await saveProgress(record.number)
      options.onProgress({ bytes: record.bytes, counts })
    }
    await saving
  } finally {
    await Promise.all([rejects.close(), warnings.close()])
  }
  if (!checks) await deleteCheckpoint(file)
  return { counts, importId, resumedAfter: resumed?.records ?? 0, ...defined({ unfinished }) }
}

/** The options that decide what is read. A resumed import has the same. */
const chosen = ({ reading, words, strict }: FileOptions) => [
  [...reading.map],
  reading.ignoresUnknown,
  reading.encoding,
  [...words],
  strict,
]

function logOutcome(
  { line }: PlacedMember,
  { kind, faults, externalId }: RecordOutcome,
  rejects: RecordLog,
  warnings: RecordLog,
): void {
  const entry = { line, ...defined({ externalId }), faults }
  if (kind === 'rejected') rejects.add(entry)
  else if (faults.length > 0) warnings.add(entry)
}

/** A record with its outcome. */
interface FinishedRecord {
  readonly record: PlacedMember
  readonly outcome: RecordOutcome
}

/**
 * The outcome of each record in the order of the file, with several in progress. Where the file cannot be read any
 * further, the outcomes of all records before it come first.
 */
async function* outcomes(
  records: AsyncIterable<readonly PlacedMember[]>,
  atOnce: number,
  handle: (record: PlacedMember) => Promise<RecordOutcome>,
): AsyncGenerator<FinishedRecord | UnfinishedFile> {
  const inProgress: { readonly record: PlacedMember; readonly outcome: Promise<RecordOutcome> }[] = []
  let unfinished: UnfinishedFile | undefined
  try {
    for await (const some of records) {
      for (const record of some) {
        const outcome = handle(record)
        // A failure is reported in its turn, so it must not count as unhandled before.
        outcome.catch(() => {})
        inProgress.push({ record, outcome })
        const first = inProgress.length < atOnce ? undefined : inProgress.shift()
        if (first !== undefined) yield { record: first.record, outcome: await first.outcome }
      }
    }
  } catch (error) {
    if (!(error instanceof UnfinishedFile)) throw error
    unfinished = error
  }
  for (const { record, outcome } of inProgress) yield { record, outcome: await outcome }
  if (unfinished !== undefined) yield unfinished
}

/** Writes the member of a record. */
function handler(
  destination: Destination,
  started: Pick<MemberRow, 'startedAt' | 'importId'>,
  { checks, updates }: Pick<ImportOptions, 'checks' | 'updates'>,
) {
  const { imports, timeZone: _, now: __, ...memberParts } = destination
  const addMember = memberAdder(imports, { ...memberParts, ...started }, updates)
  return async ({ understood }: PlacedMember): Promise<RecordOutcome> => {
    if (understood.kind === 'rejected') return understood
    const { member, faults } = understood
    if (checks) return { kind: 'imported', shares: [], externalId: member.externalId, faults }
    return addMember(understood)
  }
}

import { defined } from '../../domain/values/defined.ts'
import type { Imports } from '../../flows/ports/store/operators/imports.ts'
import { memberAdder, repeated } from './add-members.ts'
import type { FileOptions } from './file-options.ts'
import { type NewRecord, newRecords, outcomes } from './finished-records.ts'
import { FirstLines } from './first-lines.ts'
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
import { loggedLines, openRecordLog, type RecordLog } from './progress/record-log.ts'
import { UnfinishedFile } from './reading/unusable-file.ts'
import { counted, type RecordOutcome } from './record-outcome.ts'
import { type UnderstandFile, understoodRecords } from './understood-records.ts'

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
    const firsts = new FirstLines()
    const fresh = newRecords(records, await loggedLines(rejectsOf(file), resumed?.rejectsBytes ?? 0), firsts)
    const handle = handler(destination, { startedAt, importId, firsts }, options)
    for await (const finished of outcomes(fresh, options.atOnce, handle)) {
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
    // What is still being written of an import that fails belongs to it, and not to the next one.
    await Promise.allSettled([saving])
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
  { line }: NewRecord,
  { kind, faults, externalId }: RecordOutcome,
  rejects: RecordLog,
  warnings: RecordLog,
): void {
  const entry = { line, ...defined({ externalId }), faults }
  if (kind === 'rejected') rejects.add(entry)
  else if (faults.length > 0) warnings.add(entry)
}

/** Writes the member of a record. */
function handler(
  destination: Destination,
  { firsts, ...started }: Pick<MemberRow, 'startedAt' | 'importId'> & { readonly firsts: FirstLines },
  { checks, updates }: Pick<ImportOptions, 'checks' | 'updates'>,
) {
  const { imports, timeZone: _, now: __, ...memberParts } = destination
  const addMember = memberAdder(imports, { ...memberParts, ...started }, { updates, firsts })
  return async ({ understood, line }: NewRecord): Promise<RecordOutcome> => {
    if (understood.kind === 'rejected') return understood
    const { member, faults } = understood
    const first = checks ? firsts.of(member.externalId) : undefined
    if (first !== undefined) return repeated(member.externalId, first)
    if (checks) firsts.note(member.externalId, line)
    if (checks) return { kind: 'imported', shares: [], externalId: member.externalId, faults }
    return addMember(understood, line)
  }
}

import { defined } from '../../domain/values/defined.ts'
import type { Imports } from '../../flows/ports/store/operators/imports.ts'
import { memberAdder } from './add-members.ts'
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
} from './checkpoint.ts'
import type { MemberRow } from './importation.ts'
import { fieldsIn } from './reading/fields.ts'
import { type ReadOptions, readFile } from './reading/read-file.ts'
import type { FileRecord } from './reading/record.ts'
import { UnfinishedFile } from './reading/unusable-file.ts'
import { openRecordLog, type RecordLog } from './record-log.ts'
import { counted, type RecordOutcome } from './record-outcome.ts'
import type { WordMap } from './understanding/rules.ts'
import { understoodMember } from './understood-member.ts'

/** The target of an import, and what building its members needs. */
export interface Destination extends Omit<MemberRow, 'startedAt' | 'importId'> {
  readonly imports: Imports
  /** Identifies the table. A recreated table of the same name differs. */
  readonly tableId: string
  /** The zone of times without an offset. */
  readonly timeZone: string
  readonly now: () => Date
}

/** How a file is read and understood. */
export interface FileOptions {
  readonly reading: ReadOptions
  readonly words: WordMap
  /** Rejects a record for each value that is not understood, instead of leaving the value out. */
  readonly strict: boolean
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
    const handle = handler(destination, { startedAt, importId }, options)
    for await (const finished of outcomes(options, resumed?.records ?? 0, handle)) {
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
  { line }: FileRecord,
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
  readonly record: FileRecord
  readonly outcome: RecordOutcome
}

/**
 * The outcome of each record in the order of the file, with several in progress. Where the file cannot be read any
 * further, the outcomes of all records before it come first.
 */
async function* outcomes(
  { file, reading, atOnce }: ImportOptions,
  done: number,
  handle: (record: FileRecord) => Promise<RecordOutcome>,
): AsyncGenerator<FinishedRecord | UnfinishedFile> {
  const inProgress: { readonly record: FileRecord; readonly outcome: Promise<RecordOutcome> }[] = []
  let unfinished: UnfinishedFile | undefined
  try {
    for await (const record of readFile(file, reading)) {
      if (record.number <= done) continue
      const outcome = handle(record)
      // A failure is reported in its turn, so it must not count as unhandled before.
      outcome.catch(() => {})
      inProgress.push({ record, outcome })
      const first = inProgress.length < atOnce ? undefined : inProgress.shift()
      if (first !== undefined) yield { record: first.record, outcome: await first.outcome }
    }
  } catch (error) {
    if (!(error instanceof UnfinishedFile)) throw error
    unfinished = error
  }
  for (const { record, outcome } of inProgress) yield { record, outcome: await outcome }
  if (unfinished !== undefined) yield unfinished
}

/** Understands a record and writes its member. */
function handler(
  destination: Destination,
  started: Pick<MemberRow, 'startedAt' | 'importId'>,
  { words, strict, checks, updates }: Pick<ImportOptions, 'words' | 'strict' | 'checks' | 'updates'>,
) {
  const { imports, timeZone, now: _, ...memberParts } = destination
  const addMember = memberAdder(imports, { ...memberParts, ...started }, updates)
  const rules = { now: started.startedAt, timeZone, words }
  return async (record: FileRecord): Promise<RecordOutcome> => {
    const understood = understoodMember(record, rules, strict)
    if (understood.kind === 'rejected') return understood
    const { member, faults, fields } = understood
    if (checks) return { kind: 'imported', shares: [], externalId: member.externalId, faults }
    return addMember({ member, faults, written: fieldsIn(fields) })
  }
}

import { defined } from '../../domain/values/defined.ts'
import type { Imports } from '../../flows/ports/store/operators/imports.ts'
import { memberAdder } from './add-members.ts'
import type { FileOptions } from './file-options.ts'
import { type NewRecord, newRecords, outcomes } from './finished-records.ts'
import { FirstLines } from './first-lines.ts'
import type { MemberRow } from './importation.ts'
import { noHashing, realHashing } from './password-hashing.ts'
import { type Counts, fingerprintOf, hasCheckpoint } from './progress/checkpoint.ts'
import { type ImportProgress, openProgress } from './progress/import-progress.ts'
import { withLock } from './progress/lock.ts'
import { UnfinishedFile, UnusableFile } from './reading/unusable-file.ts'
import type { RecordOutcome } from './record-outcome.ts'
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
  /** The name of the file before `.rejects.jsonl` and `.warnings.jsonl`. */
  readonly logName: string
  /** Where the file could not be read any further. Absent for a finished import. */
  readonly unfinished?: UnfinishedFile
}

/**
 * Imports a file record by record, holding only the records being written in memory. Each record is imported,
 * there already, or rejected; a rejected one goes to the rejects file and never ends the import. A repeated or
 * interrupted and resumed import gives the same result. Throws `UnusableFile` as `readFile` does before the first
 * record, and where another command imports the file; and the problem `unavailable` when the table stays unavailable.
 */
export async function importFile(destination: Destination, options: ImportOptions): Promise<Imported> {
  const { file, checks } = options
  // The logs of an import that was broken off, or is under way, are its own.
  const logName = checks && (await hasCheckpoint(file)) ? `${file}.check` : file
  return withLock(logName, async (lock) => {
    const of = await fingerprintOf(file, destination.tableId, [...chosen(options), options.updates])
    const { now, record } = destination
    const progress = await openProgress({ file, logName, of, checks, now, record }, lock)
    try {
      const unfinished = await importRecords(destination, options, progress)
      await progress.forget()
      const { importId, resumedAfter } = progress
      return { counts: progress.counts(), importId, resumedAfter, logName, ...defined({ unfinished }) }
    } catch (error) {
      // Nothing of such a file is imported, so nothing goes on.
      if (error instanceof UnusableFile) await progress.forget()
      throw error
    } finally {
      await progress.close()
    }
  })
}

/** Imports the records of a file. Gives where the file could not be read any further. */
async function importRecords(
  destination: Destination,
  options: ImportOptions,
  progress: ImportProgress,
): Promise<UnfinishedFile | undefined> {
  const { startedAt, importId, resumedAfter, rejectedLines } = progress
  let unfinished: UnfinishedFile | undefined
  const records = (options.understand ?? understoodRecords)({
    file: options.file,
    reading: options.reading,
    rules: { now: startedAt, timeZone: destination.timeZone, words: options.words },
    strict: options.strict,
    after: resumedAfter,
  })
  const firsts = new FirstLines()
  const started = { startedAt, importId, firsts, resumes: progress.resumes }
  const handle = handler(destination, started, options)
  const fresh = newRecords(records, rejectedLines, firsts)
  for await (const finished of outcomes(fresh, options.atOnce, handle)) {
    if (finished instanceof UnfinishedFile) {
      unfinished = finished
      continue
    }
    await progress.add(finished.record, finished.outcome)
    options.onProgress({ bytes: finished.record.bytes, counts: progress.counts() })
  }
  return unfinished
}

/** The options that decide what is read. A resumed import has the same. */
const chosen = ({ reading, words, strict }: FileOptions) => [
  [...reading.map],
  reading.ignoresUnknown,
  reading.encoding,
  [...words],
  strict,
]

/** What an import has, also one that goes on after an interruption. */
interface StartedImport extends Pick<MemberRow, 'startedAt' | 'importId'>, Pick<ImportProgress, 'resumes'> {
  readonly firsts: FirstLines
}

/** Brings the member of a record, or finds what that would do. */
function handler(
  destination: Destination,
  { firsts, resumes, ...started }: StartedImport,
  { checks, updates }: Pick<ImportOptions, 'checks' | 'updates'>,
) {
  const { imports, timeZone: _, now: __, ...memberParts } = destination
  const addMember = memberAdder(
    checks ? imports.rehearse() : imports,
    { ...memberParts, ...started },
    { updates, resumes, firsts, hashing: checks ? noHashing : realHashing },
  )
  return async ({ understood, line }: NewRecord): Promise<RecordOutcome> =>
    understood.kind === 'rejected' ? understood : addMember(understood, line)
}

import type { FirstLines } from './first-lines.ts'
import { UnfinishedFile } from './reading/unusable-file.ts'
import type { RecordOutcome } from './record-outcome.ts'
import type { UnderstoodMember } from './understood-member.ts'
import type { PlacedRecord, ReadRecord } from './understood-records.ts'

/** A record that is to be imported. */
export type NewRecord = PlacedRecord<UnderstoodMember>

const isNew = (record: ReadRecord): record is NewRecord => record.understood.kind !== 'earlier'

/**
 * The records after those of an interrupted import. `firsts` is told the ids of the earlier ones, but for those that were
 * rejected, which brought nobody.
 */
export async function* newRecords(
  records: AsyncIterable<readonly ReadRecord[]>,
  rejectedLines: ReadonlySet<number>,
  firsts: FirstLines,
): AsyncGenerator<readonly NewRecord[]> {
  for await (const some of records) {
    for (const { line, understood } of some) {
      if (understood.kind !== 'earlier' || understood.externalId === undefined) continue
      if (!rejectedLines.has(line)) firsts.note(understood.externalId, line)
    }
    const fresh = some.filter(isNew)
    if (fresh.length > 0) yield fresh
  }
}

/** A record with its outcome. */
export interface FinishedRecord {
  readonly record: NewRecord
  readonly outcome: RecordOutcome
}

/**
 * The outcome of each record in the order of the file, with several in progress. Where the file cannot be read any
 * further, the outcomes of all records before it come first.
 */
export async function* outcomes(
  records: AsyncIterable<readonly NewRecord[]>,
  atOnce: number,
  handle: (record: NewRecord) => Promise<RecordOutcome>,
): AsyncGenerator<FinishedRecord | UnfinishedFile> {
  const inProgress: { readonly record: NewRecord; readonly outcome: Promise<RecordOutcome> }[] = []
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

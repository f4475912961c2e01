import { setTimeout } from 'node:timers/promises'
import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Importation, ImportResult, Imports } from '../../flows/ports/store/operators/imports.ts'
import {
  type Checkpoint,
  type Counts,
  deleteCheckpoint,
  fingerprintOf,
  loadCheckpoint,
  noCounts,
  rejectsOf,
  saveCheckpoint,
} from './checkpoint.ts'
import { importationOf, type MemberRow, queueKeysOf } from './importation.ts'
import { keyedQueue } from './keyed-queue.ts'
import { readOldMember } from './old-member.ts'
import { readFile } from './read-file.ts'
import type { FileRecord } from './record.ts'
import { openRejects, type Reject } from './rejects.ts'

/** The target of an import, and what building its members needs. */
export interface Destination extends Omit<MemberRow, 'startedAt'> {
  readonly imports: Imports
  /** Identifies the table. A recreated table of the same name differs. */
  readonly tableId: string
  readonly now: () => Date
}

/** The options of an import. */
export interface ImportOptions {
  readonly file: string
  readonly ignoresUnknown: boolean
  /** Writes only the rejects file. */
  readonly checks: boolean
  /** Members written at the same time. */
  readonly atOnce: number
  /** Reports the progress. */
  readonly onProgress: (progress: { readonly bytes: number; readonly counts: Counts }) => void
}

/** The result of an import. */
export interface Imported {
  readonly counts: Counts
  /** Records finished before an interruption. */
  readonly resumedAfter: number
  readonly rejects: string
}

type RecordOutcome =
  | { readonly kind: 'rejected'; readonly reject: Reject }
  | Exclude<ImportResult, { kind: 'identity_taken' }>

/** Records between two checkpoints. */
const checkpointEvery = 500

/**
 * Imports a file record by record, holding only the records being written in memory. A faulty record goes to
 * the rejects file and never ends the import. A repeated or interrupted and resumed import gives the same
 * result. Throws `UnusableFile` as `readFile` does, and the problem `unavailable` when the table stays
 * unavailable.
 */
export async function importFile(destination: Destination, options: ImportOptions): Promise<Imported> {
  const { file, checks } = options
  const of = await fingerprintOf(file, destination.tableId)
  const resumed = checks ? undefined : await loadCheckpoint(file, of)
  const startedAt = resumed?.startedAt ?? destination.now()
  const rejects = await openRejects(rejectsOf(file), resumed?.rejectsBytes ?? 0)
  let counts = resumed?.counts ?? noCounts
  const saveProgress = async (records: number): Promise<void> => {
    const checkpoint: Checkpoint = { of, startedAt, records, rejectsBytes: rejects.bytes, counts }
    if (!checks) await saveCheckpoint(file, checkpoint)
  }
  try {
    const handle = handler(destination, startedAt, checks)
    for await (const { record, outcome } of outcomes(options, resumed?.records ?? 0, handle)) {
      if (outcome.kind === 'rejected') await rejects.write(outcome.reject)
      counts = counted(counts, outcome)
      if (record.number % checkpointEvery === 0) await saveProgress(record.number)
      options.onProgress({ bytes: record.bytes, counts })
    }
  } finally {
    await rejects.close()
  }
  if (!checks) await deleteCheckpoint(file)
  return { counts, resumedAfter: resumed?.records ?? 0, rejects: rejectsOf(file) }
}

/** The outcome of each record in the order of the file, with several in progress. */
async function* outcomes(
  { file, ignoresUnknown, atOnce }: ImportOptions,
  done: number,
  handle: (record: FileRecord) => Promise<RecordOutcome>,
): AsyncGenerator<{ readonly record: FileRecord; readonly outcome: RecordOutcome }> {
  const inProgress: { readonly record: FileRecord; readonly outcome: Promise<RecordOutcome> }[] = []
  async function* first(untilEmpty: boolean) {
    while (inProgress.length > 0 && (untilEmpty || inProgress.length >= atOnce)) {
      const next = inProgress.shift()
      if (next !== undefined) yield { record: next.record, outcome: await next.outcome }
    }
  }
  for await (const record of readFile(file, { ignoresUnknown })) {
    if (record.number <= done) continue
    const outcome = handle(record)
    // A failure is reported in its turn, so it must not count as unhandled before.
    outcome.catch(() => {})
    inProgress.push({ record, outcome })
    yield* first(false)
  }
  yield* first(true)
}

function handler({ imports, ...memberParts }: Destination, startedAt: Date, checks: boolean) {
  const runInOrder = keyedQueue()
  return async ({ line, content }: FileRecord): Promise<RecordOutcome> => {
    if (content.kind === 'unreadable') return { kind: 'rejected', reject: { line, faults: [content.fault] } }
    const read = readOldMember(content.fields, startedAt)
    if (read.kind === 'faulty') {
      const { externalId, faults } = read
      return { kind: 'rejected', reject: { line, ...defined({ externalId }), faults } }
    }
    if (checks) return { kind: 'imported', shares: [] }
    const importation = importationOf(read.member, { ...memberParts, startedAt })
    const result = await runInOrder(queueKeysOf(importation), () => addWithRetry(imports, importation))
    if (result.kind !== 'identity_taken') return result
    const faults = [{ pointer: `/identities/${result.index}`, detail: 'is linked to another member' }]
    return { kind: 'rejected', reject: { line, externalId: read.member.externalId, faults } }
  }
}

/** Half a minute of pauses in all for a busy table. */
const pausesMs = [500, 1000, 2000, 4000, 8000, 15_000]

async function addWithRetry(imports: Imports, importation: Importation): Promise<ImportResult> {
  for (const pause of pausesMs) {
    try {
      return await imports.add(importation)
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'unavailable')) throw error
      await setTimeout(pause)
    }
  }
  return imports.add(importation)
}

function counted(counts: Counts, outcome: RecordOutcome): Counts {
  switch (outcome.kind) {
    case 'rejected':
      return { ...counts, rejected: counts.rejected + 1 }
    case 'there':
      return { ...counts, there: counts.there + 1 }
    case 'imported': {
      const sharing = counts.sharing + (outcome.shares.length > 0 ? 1 : 0)
      return { ...counts, imported: counts.imported + 1, sharing }
    }
    default:
      return outcome satisfies never
  }
}

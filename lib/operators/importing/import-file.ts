import { setTimeout } from 'node:timers/promises'
import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Importation, ImportResult, Imports } from '../../flows/ports/store/operators/imports.ts'
import {
  type Checkpoint,
  type Counts,
  fingerprintOf,
  forgetCheckpoint,
  loadCheckpoint,
  noCounts,
  rejectsOf,
  saveCheckpoint,
} from './checkpoint.ts'
import { importationOf, lanesOf, type MemberRow } from './importation.ts'
import { keyedQueue } from './keyed-queue.ts'
import { readOldMember } from './old-member.ts'
import { readFile } from './read-file.ts'
import type { FileRecord } from './record.ts'
import { openRejects, type Reject } from './rejects.ts'

/** Where members go, and what they are made with there. */
export interface Destination extends Omit<MemberRow, 'startedAt'> {
  readonly imports: Imports
  /** Names the table; another one that took its name is another. */
  readonly tableId: string
  readonly now: () => Date
}

export interface ImportOptions {
  readonly file: string
  readonly ignoresUnknown: boolean
  /** Writes nothing but the file of rejects. */
  readonly checks: boolean
  /** Members that are written at a time. */
  readonly atOnce: number
  /** Hears how far it has come. */
  readonly onProgress: (progress: { readonly bytes: number; readonly counts: Counts }) => void
}

/** What an import did. */
export interface Imported {
  readonly counts: Counts
  /** Records that were done before a break. */
  readonly resumedAfter: number
  readonly rejects: string
}

type Outcome =
  | { readonly kind: 'rejected'; readonly reject: Reject }
  | Exclude<ImportResult, { kind: 'identity_taken' }>

/** Records between two checkpoints. */
const checkpointEvery = 500

/**
 * Imports a file, record by record: of the file only what is being written is in memory. Whatever is wrong with a
 * record goes to the file of rejects, and nothing ends the import but a database that does not answer. Done twice,
 * or broken off anywhere and begun again, it ends the same.
 */
export async function importFile(destination: Destination, options: ImportOptions): Promise<Imported> {
  const { file, checks } = options
  const of = await fingerprintOf(file, destination.tableId)
  const before = checks ? undefined : await loadCheckpoint(file, of)
  const startedAt = before?.startedAt ?? destination.now()
  const rejects = await openRejects(rejectsOf(file), before?.rejectsBytes ?? 0)
  let counts = before?.counts ?? noCounts
  const keep = async (records: number): Promise<void> => {
    const checkpoint: Checkpoint = { of, startedAt, records, rejectsBytes: rejects.bytes, counts }
    if (!checks) await saveCheckpoint(file, checkpoint)
  }
  try {
    const handle = handler(destination, startedAt, checks)
    for await (const { record, outcome } of outcomes(options, before?.records ?? 0, handle)) {
      if (outcome.kind === 'rejected') await rejects.write(outcome.reject)
      counts = counted(counts, outcome)
      if (record.number % checkpointEvery === 0) await keep(record.number)
      options.onProgress({ bytes: record.bytes, counts })
    }
  } finally {
    await rejects.close()
  }
  if (!checks) await forgetCheckpoint(file)
  return { counts, resumedAfter: before?.records ?? 0, rejects: rejectsOf(file) }
}

/** What became of each record, in the order of the file, with several on their way. */
async function* outcomes(
  { file, ignoresUnknown, atOnce }: ImportOptions,
  done: number,
  handle: (record: FileRecord) => Promise<Outcome>,
): AsyncGenerator<{ readonly record: FileRecord; readonly outcome: Outcome }> {
  const underway: { readonly record: FileRecord; readonly outcome: Promise<Outcome> }[] = []
  async function* first(wait: boolean) {
    while (underway.length > 0 && (wait || underway.length >= atOnce)) {
      const next = underway.shift()
      if (next !== undefined) yield { record: next.record, outcome: await next.outcome }
    }
  }
  for await (const record of readFile(file, { ignoresUnknown })) {
    if (record.number <= done) continue
    const outcome = handle(record)
    // Whoever fails while others are waited for is heard when its turn comes.
    outcome.catch(() => {})
    underway.push({ record, outcome })
    yield* first(false)
  }
  yield* first(true)
}

function handler({ imports, ...making }: Destination, startedAt: Date, checks: boolean) {
  const lane = keyedQueue()
  return async ({ line, content }: FileRecord): Promise<Outcome> => {
    if (content.kind === 'unreadable') return { kind: 'rejected', reject: { line, faults: [content.fault] } }
    const read = readOldMember(content.fields, startedAt)
    if (read.kind === 'faulty') {
      const { externalId, faults } = read
      return { kind: 'rejected', reject: { line, ...defined({ externalId }), faults } }
    }
    if (checks) return { kind: 'imported', shares: [] }
    const importation = importationOf(read.member, { ...making, startedAt })
    const answer = await lane(lanesOf(importation), () => addPatiently(imports, importation))
    if (answer.kind !== 'identity_taken') return answer
    const faults = [{ pointer: `/identities/${answer.index}`, detail: 'is linked to another member' }]
    return { kind: 'rejected', reject: { line, externalId: read.member.externalId, faults } }
  }
}

/** A table that is too busy is given time: half a minute in all. */
const pausesMs = [500, 1000, 2000, 4000, 8000, 15_000]

async function addPatiently(imports: Imports, importation: Importation): Promise<ImportResult> {
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

function counted(counts: Counts, outcome: Outcome): Counts {
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

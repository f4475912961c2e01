import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import * as v from 'valibot'

/** What came of the records so far. */
export interface Counts {
  readonly imported: number
  /** Were there already. */
  readonly there: number
  /** Have something that others have as well. */
  readonly sharing: number
  readonly rejected: number
}

export const noCounts: Counts = { imported: 0, there: 0, sharing: 0, rejected: 0 }

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const schema = v.object({
  /** Which file this was, and which table. */
  of: v.string(),
  startedAt: v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.transform((text) => new Date(text)),
  ),
  /** Records that are done, from the beginning. */
  records: count,
  /** How long the file of rejects was then. */
  rejectsBytes: count,
  counts: v.object({ imported: count, there: count, sharing: count, rejected: count }),
})

/** How far an import has come. */
export type Checkpoint = v.InferOutput<typeof schema>

export const checkpointOf = (file: string): string => `${file}.checkpoint.json`
export const rejectsOf = (file: string): string => `${file}.rejects.jsonl`

/** What a checkpoint belongs to: a file as it is now, and a table that was not made anew since. */
export async function fingerprintOf(file: string, tableId: string): Promise<string> {
  const { size, mtimeMs } = await stat(file)
  return `${size} ${Math.round(mtimeMs)} ${tableId}`
}

/** How far an import of this very file into this very table has come; undefined where it is to begin. */
export async function loadCheckpoint(file: string, of: string): Promise<Checkpoint | undefined> {
  let text: string
  try {
    text = await readFile(checkpointOf(file), 'utf8')
  } catch {
    return undefined
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text)
  return parsed.success && parsed.output.of === of ? parsed.output : undefined
}

/** Keeps how far an import has come. Whoever is killed meanwhile leaves the one before. */
export async function saveCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  const next = `${checkpointOf(file)}.next`
  await writeFile(next, JSON.stringify(checkpoint))
  await rename(next, checkpointOf(file))
}

export const forgetCheckpoint = (file: string): Promise<void> => rm(checkpointOf(file), { force: true })

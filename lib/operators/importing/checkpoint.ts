import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import * as v from 'valibot'

/** The results so far. */
export interface Counts {
  readonly imported: number
  /** Records of members imported earlier. */
  readonly there: number
  /** Members who share a value with others. */
  readonly sharing: number
  readonly rejected: number
}

/** The counts of an import that starts. */
export const noCounts: Counts = { imported: 0, there: 0, sharing: 0, rejected: 0 }

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const schema = v.object({
  /** The fingerprint of file and table. */
  of: v.string(),
  startedAt: v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.transform((text) => new Date(text)),
  ),
  /** Finished records, from the beginning. */
  records: count,
  /** The length of the rejects file at that time. */
  rejectsBytes: count,
  counts: v.object({ imported: count, there: count, sharing: count, rejected: count }),
})

/** The progress of an import. */
export type Checkpoint = v.InferOutput<typeof schema>

/** The name of an import's checkpoint file. */
const checkpointOf = (file: string): string => `${file}.checkpoint.json`
/** The name of an import's rejects file. */
export const rejectsOf = (file: string): string => `${file}.rejects.jsonl`

/** A fingerprint of a file's current content and of a table, which a recreated table changes. */
export async function fingerprintOf(file: string, tableId: string): Promise<string> {
  const { size, mtimeMs } = await stat(file)
  return `${size} ${Math.round(mtimeMs)} ${tableId}`
}

/** The progress of importing this very file into this very table. Undefined when the import starts anew. */
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

/** Stores the progress of an import. A crash in between leaves the previous checkpoint. */
export async function saveCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  const next = `${checkpointOf(file)}.next`
  await writeFile(next, JSON.stringify(checkpoint))
  await rename(next, checkpointOf(file))
}

/** Deletes the checkpoint of a finished import. */
export const deleteCheckpoint = (file: string): Promise<void> => rm(checkpointOf(file), { force: true })

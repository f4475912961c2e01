import { createHash } from 'node:crypto'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import * as v from 'valibot'
import { withFileNamed } from '../../named-file.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** What became of the records so far. Each is imported, there or rejected. */
const countsSchema = v.object({
  imported: count,
  /** Records of members imported earlier, by another import or by an earlier record. */
  there: count,
  rejected: count,
  /** Imported members with a contact, a CI or a DI that another member had already. */
  sharing: count,
  /** Records that are not rejected, of which a value was left out. */
  warned: count,
  /** Such records whose rows lack their last values, which count as empty. */
  short: v.optional(count, 0),
  /** Of those who were there: records with the id of an earlier record of the file. */
  repeated: v.optional(count, 0),
  /** Members who were there, and whom an update renewed. */
  renewed: count,
  /** Members who were there, and whom an update left alone: somebody has used or changed them since. */
  leftAlone: count,
})

/** The results so far. */
export type Counts = Readonly<v.InferOutput<typeof countsSchema>>

/** The counts of an import that starts. */
export const noCounts: Counts = {
  imported: 0,
  there: 0,
  rejected: 0,
  sharing: 0,
  warned: 0,
  short: 0,
  repeated: 0,
  renewed: 0,
  leftAlone: 0,
}

const schema = v.object({
  /** The fingerprint of file, options and table. */
  of: v.string(),
  /** The id by which the import can be undone. */
  importId: v.string(),
  startedAt: v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.transform((text) => new Date(text)),
  ),
  /** Finished records, from the beginning. */
  records: count,
  /** The lengths of the rejects file and the warnings file at that time. */
  rejectsBytes: count,
  warningsBytes: count,
  counts: countsSchema,
})

/** The progress of an import. */
export type Checkpoint = v.InferOutput<typeof schema>

/** The name of an import's checkpoint file. */
const checkpointOf = (file: string): string => `${file}.checkpoint.json`
/** The name of an import's rejects file. */
export const rejectsOf = (file: string): string => `${file}.rejects.jsonl`
/** The name of an import's warnings file. */
export const warningsOf = (file: string): string => `${file}.warnings.jsonl`

/**
 * A fingerprint of a file's current content, of the options that decide what is read, and of a table, which a
 * recreated table changes.
 */
export async function fingerprintOf(file: string, tableId: string, options: unknown): Promise<string> {
  const { size, mtimeMs } = await stat(file)
  const chosen = createHash('sha256').update(JSON.stringify(options)).digest('base64url').slice(0, 12)
  return `${size} ${Math.round(mtimeMs)} ${chosen} ${tableId}`
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
  await withFileNamed(next, () => writeFile(next, JSON.stringify(checkpoint)))
  await rename(next, checkpointOf(file))
}

/** Deletes the checkpoint of a finished import. */
export const deleteCheckpoint = (file: string): Promise<void> => rm(checkpointOf(file), { force: true })

/** Whether an import of a file was broken off, or is under way. */
export const hasCheckpoint = (file: string): Promise<boolean> =>
  stat(checkpointOf(file)).then(
    () => true,
    () => false,
  )

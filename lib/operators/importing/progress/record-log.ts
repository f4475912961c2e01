import { constants, createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import * as v from 'valibot'
import { withFileNamed } from '../../named-file.ts'
import type { Fault } from '../reading/record.ts'

/** A record with its faults. Quotes nothing of the record but the old system's id. */
interface LoggedRecord {
  /** The line where the record begins. */
  readonly line: number
  readonly externalId?: string
  readonly faults: readonly Fault[]
}

/** A file of records with their faults, as JSON Lines. */
export interface RecordLog {
  /** Adds a record, which is in the file after the next `flush` or `close`. */
  add(record: LoggedRecord): void
  /** Writes what was added. Gives the length of the file. */
  flush(): Promise<number>
  close(): Promise<void>
}

/**
 * Opens a log at its length of the last checkpoint. Later entries are written again. Only the owner may read
 * the file, since it holds ids.
 */
export async function openRecordLog(file: string, length: number): Promise<RecordLog> {
  const handle: FileHandle = await open(file, constants.O_RDWR | constants.O_CREAT, 0o600)
  // Whoever has emptied or removed the file meanwhile gets no zeros in their place.
  let bytes = Math.min(length, (await handle.stat()).size)
  await handle.truncate(bytes)
  let added = ''
  async function flush(): Promise<number> {
    if (added === '') return bytes
    const lines = Buffer.from(added)
    added = ''
    // A disk that is nearly full takes a part, and refuses the rest.
    for (let at = 0; at < lines.length; ) {
      const { bytesWritten } = await withFileNamed(file, () =>
        handle.write(lines, at, lines.length - at, bytes),
      )
      at += bytesWritten
      bytes += bytesWritten
    }
    return bytes
  }
  return {
    add(record) {
      added += `${JSON.stringify(record)}\n`
    },
    flush,
    async close() {
      await flush().finally(() => handle.close())
    },
  }
}

const loggedPlace = v.pipe(v.string(), v.parseJson(), v.object({ line: v.number() }))

/** The lines of the records in the first part of a log. A line that is none of a log is left out. */
export async function loggedLines(file: string, bytes: number): Promise<ReadonlySet<number>> {
  const lines = new Set<number>()
  if (bytes === 0) return lines
  const input = createReadStream(file, { end: bytes - 1 })
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const logged = v.safeParse(loggedPlace, text)
    if (logged.success) lines.add(logged.output.line)
  }
  return lines
}

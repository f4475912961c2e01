import { type FileHandle, open } from 'node:fs/promises'
import type { Fault } from './reading/record.ts'

/** A record with its faults. Quotes nothing of the record but the old system's id. */
interface LoggedRecord {
  /** The line where the record begins. */
  readonly line: number
  readonly externalId?: string
  readonly faults: readonly Fault[]
}

/** A file of records with their faults, as JSON Lines. */
export interface RecordLog {
  write(record: LoggedRecord): Promise<void>
  /** The length of the file. */
  readonly bytes: number
  close(): Promise<void>
}

/**
 * Opens a log at its length of the last checkpoint. Later entries are written again. Only the owner may read
 * the file, since it holds ids.
 */
export async function openRecordLog(file: string, length: number): Promise<RecordLog> {
  const handle: FileHandle = await open(file, length === 0 ? 'w' : 'r+', 0o600)
  await handle.truncate(length)
  let bytes = length
  return {
    async write(record) {
      const line = Buffer.from(`${JSON.stringify(record)}\n`)
      await handle.write(line, 0, line.length, bytes)
      bytes += line.length
    },
    get bytes() {
      return bytes
    },
    close: () => handle.close(),
  }
}

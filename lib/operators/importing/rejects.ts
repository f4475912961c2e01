import { type FileHandle, open } from 'node:fs/promises'
import type { Fault } from './record.ts'

/** A rejected record with its faults. Quotes nothing of the record but the old system's id. */
export interface Reject {
  readonly line: number
  readonly externalId?: string
  readonly faults: readonly Fault[]
}

/** The rejects file, as JSON Lines. */
export interface Rejects {
  write(reject: Reject): Promise<void>
  /** The length of the file. */
  readonly bytes: number
  close(): Promise<void>
}

/** Opens the rejects file at its length of the last checkpoint. Later entries are written again. */
export async function openRejects(file: string, length: number): Promise<Rejects> {
  const handle: FileHandle = await open(file, length === 0 ? 'w' : 'r+', 0o600)
  await handle.truncate(length)
  let bytes = length
  return {
    async write(reject) {
      const line = Buffer.from(`${JSON.stringify(reject)}\n`)
      await handle.write(line, 0, line.length, bytes)
      bytes += line.length
    },
    get bytes() {
      return bytes
    },
    close: () => handle.close(),
  }
}

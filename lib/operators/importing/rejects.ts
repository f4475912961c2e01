import { type FileHandle, open } from 'node:fs/promises'
import type { Fault } from './record.ts'

/** A record that was not imported, and why. It quotes nothing of the record but the old system's id. */
export interface Reject {
  readonly line: number
  readonly externalId?: string
  readonly faults: readonly Fault[]
}

/** The file that says why for each record, as JSON Lines. */
export interface Rejects {
  write(reject: Reject): Promise<void>
  /** How long it is. */
  readonly bytes: number
  close(): Promise<void>
}

/** Opens the file at the length that it had at the last checkpoint: what was written since is written again. */
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

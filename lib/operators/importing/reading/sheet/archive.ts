import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { UnusableFile } from '../unusable-file.ts'

/** The parts of a workbook, by their paths in the archive. */
export interface Archive {
  /** The bytes of a part. Undefined for a missing part. */
  open(path: string): Promise<WorkbookPart | undefined>
  close(): void
}

/** A part of a workbook. */
interface WorkbookPart {
  readonly bytes: number
  readonly stream: Readable
}

/** Opens an .xlsx file (ECMA-376 part 2). Throws `UnusableFile` for a file that is no archive. */
export async function openArchive(file: string): Promise<Archive> {
  const { zip, entries } = await readDirectory(file)
  return {
    async open(path) {
      const entry = entries.get(path.toLowerCase())
      if (entry === undefined) return undefined
      return { bytes: entry.uncompressedSize, stream: await zip.openReadStreamPromise(entry) }
    },
    close: () => zip.close(),
  }
}

async function readDirectory(file: string) {
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(file, { autoClose: false, lazyEntries: true })
    const entries = new Map<string, Entry>()
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry)
    return { zip, entries }
  } catch (error) {
    zip?.close()
    if (error instanceof Error && 'code' in error) throw error
    throw new UnusableFile(`${file} is no .xlsx file. A file with a password must be saved without it`)
  }
}

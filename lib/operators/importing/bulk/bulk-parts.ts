import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { withFileNamed } from '../../named-file.ts'

/** Members of one file. DynamoDB reads files beside each other, and recommends under four million small items in each. */
const membersPerPart = 200_000

/** Characters that are compressed together. */
const charactersAtOnce = 65_536

/** A compressed file that grows. Only its owner may read it. */
function openPart(path: string) {
  const gzip = createGzip()
  const written = pipeline(gzip, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  // A failure is thrown by the next write or by `close`.
  written.catch(() => {})
  let text = ''
  const send = (): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    gzip.write(text, (error) => (error ? reject(error) : resolve()))
    text = ''
    return Promise.race([promise, written])
  }
  return {
    async write(lines: string): Promise<void> {
      text += lines
      if (text.length >= charactersAtOnce) await withFileNamed(path, send)
    },
    close: (): Promise<void> =>
      withFileNamed(path, async () => {
        await send()
        gzip.end()
        await written
      }),
  }
}

/** Files of members in a folder, `0001.json.gz` and on. */
export function openBulkParts(folder: string) {
  let part: ReturnType<typeof openPart> | undefined
  let members = 0
  return {
    /** Writes the lines of a member. Throws the system's error. */
    async write(lines: readonly string[]): Promise<void> {
      if (members % membersPerPart === 0) {
        await part?.close()
        const number = String(1 + members / membersPerPart).padStart(4, '0')
        part = openPart(`${folder}/${number}.json.gz`)
      }
      members += 1
      await part?.write(lines.join(''))
    },
    close: async (): Promise<void> => part?.close(),
  }
}

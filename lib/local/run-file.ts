import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Environment } from '../stand-ins/host/environment.ts'

/**
 * A running house leaves a note of what its functions read, so that the operators' command finds its database and
 * its keys. Both are made up at every start, and the note is for its owner alone and goes with the house.
 */

const folder = (): string => join(tmpdir(), `ieum-of-${userInfo().username}`)
const noteOf = (port: number): string => join(folder(), `${port}.json`)

const schema = v.record(v.string(), v.string())

/** The variables that are ours; whatever else is in a shell is nobody's business. */
const ours = /^(IEUM|AWS|KAKAO|NAVER|GOOGLE|GITHUB|APPLE|LINE|IDENTITY)_/

/** Leaves the note of the house on a port; gives what takes it away. */
export async function writeRunFile(port: number, environment: Environment): Promise<() => Promise<void>> {
  const note = noteOf(port)
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  await rm(note, { force: true })
  await writeFile(
    note,
    JSON.stringify(Object.fromEntries(Object.entries(environment).filter(([name]) => ours.test(name)))),
    { flag: 'wx', mode: 0o600 },
  )
  return () => rm(note, { force: true })
}

/** What the functions of the house on a port read; undefined where none runs. */
export async function readRunFile(port: number): Promise<Readonly<Record<string, string>> | undefined> {
  let text: string
  try {
    text = await readFile(noteOf(port), 'utf8')
  } catch {
    return undefined
  }
  return v.parse(v.pipe(v.string(), v.parseJson(), schema), text)
}

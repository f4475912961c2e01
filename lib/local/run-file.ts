import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Environment } from '../stand-ins/host/environment.ts'

// The run file of a running local stack tells the operators' command its database and keys, which are new at
// every start. Only the owner can read the file, and it is deleted with the stack.

const folder = (): string => join(tmpdir(), `ieum-of-${userInfo().username}`)
const runFileOf = (port: number): string => join(folder(), `${port}.json`)

const schema = v.record(v.string(), v.string())

/** ieum's own variables. Others in the shell are not written. */
const ownVariables = /^(IEUM|AWS|KAKAO|NAVER|GOOGLE|GITHUB|APPLE|LINE|OIDC|IDENTITY)_/

/** Writes the run file of the local stack on a port. Gives a function that deletes it. */
export async function writeRunFile(port: number, environment: Environment): Promise<() => Promise<void>> {
  const file = runFileOf(port)
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  await rm(file, { force: true })
  await writeFile(
    file,
    JSON.stringify(
      Object.fromEntries(Object.entries(environment).filter(([name]) => ownVariables.test(name))),
    ),
    { flag: 'wx', mode: 0o600 },
  )
  return () => rm(file, { force: true })
}

/** The variables of the local stack on a port. Undefined when none runs. */
export async function readRunFile(port: number): Promise<Readonly<Record<string, string>> | undefined> {
  let text: string
  try {
    text = await readFile(runFileOf(port), 'utf8')
  } catch {
    return undefined
  }
  return v.parse(v.pipe(v.string(), v.parseJson(), schema), text)
}

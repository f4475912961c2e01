import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeKeys } from '../tokens/make-keys.ts'

/**
 * The stage's keys as JSON. With a data folder the keys are made once and stored there, readable by their
 * owner alone, since stored data needs the same keys later. Without one they are new at every start.
 */
export async function localKeys(dataDir: string | undefined): Promise<string> {
  if (dataDir === undefined) return JSON.stringify(await makeKeys(new Date()))
  await mkdir(dataDir, { recursive: true })
  const file = join(dataDir, 'keys.json')
  try {
    await writeFile(file, JSON.stringify(await makeKeys(new Date())), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFile(file, 'utf8')
}

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AccessAlgorithm } from '../domain/session/access-token-form.ts'
import { makeKeys, withKeysFor } from '../tokens/make-keys.ts'
import { readStoredSecret } from '../tokens/stored-secret.ts'

/**
 * The stage's keys as JSON, with those that sign access tokens by `algorithm`. With a data folder the keys are made once
 * and stored there, readable by their owner alone, since stored data needs the same keys later. Without one they are
 * new at every start.
 */
export async function localKeys(dataDir: string | undefined, algorithm: AccessAlgorithm): Promise<string> {
  if (dataDir === undefined) return JSON.stringify(await makeKeys(new Date(), algorithm))
  await mkdir(dataDir, { recursive: true })
  const file = join(dataDir, 'keys.json')
  try {
    await writeFile(file, JSON.stringify(await makeKeys(new Date(), algorithm)), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const text = await readFile(file, 'utf8')
  const { keys } = readStoredSecret(text)
  const complete = await withKeysFor(keys, algorithm, new Date())
  if (complete === keys) return text
  await writeFile(file, JSON.stringify(complete), { mode: 0o600 })
  return JSON.stringify(complete)
}

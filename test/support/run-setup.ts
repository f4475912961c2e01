import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startDatabase } from '../../lib/local/aws/database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the one database of this run. */
    databaseEndpoint: string
    /** A folder for what is made once in this run. */
    runFolder: string
  }
}

/** Starts one database for the whole run, where each test file makes an own table, and opens a folder. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const database = await startDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'ieum-run-'))
  project.provide('databaseEndpoint', database.endpoint)
  project.provide('runFolder', folder)
  return async () => {
    await database.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

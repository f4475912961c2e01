import type { TestProject } from 'vitest/node'
import { startDatabase } from '../../lib/local/aws/database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the one database of this run. */
    databaseEndpoint: string
  }
}

/** Starts one database for the whole run. Each test file makes an own table in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const database = await startDatabase()
  project.provide('databaseEndpoint', database.endpoint)
  return () => database.stop()
}

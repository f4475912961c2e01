import type { TestProject } from 'vitest/node'
import { startDatabase } from '../../lib/local/aws/database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the one database of this run answers. */
    databaseEndpoint: string
  }
}

/** Starts one database for the whole run; each test file makes a table of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const database = await startDatabase()
  project.provide('databaseEndpoint', database.endpoint)
  return () => database.stop()
}

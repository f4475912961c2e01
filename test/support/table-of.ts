import { tableClient } from './database.ts'
import { expectInvariants, scan } from './scan.ts'
import type { TestStack } from './test-stack.ts'

/** Checks the invariants of the table of a local stack. */
export const expectSoundTable = (stack: TestStack): Promise<void> =>
  expectInvariants(tableClient(), stack.tableName)

/** The items of one kind in the table of a local stack. */
export const itemsOf = async (stack: TestStack, kind: string) =>
  (await scan(tableClient(), stack.tableName)).filter((item) => item['kind'] === kind)

/** The whole table of a local stack, as one text for searches. */
export const tableTextOf = async (stack: TestStack): Promise<string> =>
  JSON.stringify(await scan(tableClient(), stack.tableName))

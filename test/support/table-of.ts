import { world } from '../../lib/runtime/world.ts'
import { everyIndex, searchedIndex } from '../../lib/store/rows/member/name.ts'
import { tableClient } from './database.ts'
import { expectInvariants, scan } from './scan.ts'
import type { TestStack } from './test-stack.ts'

/** Checks the invariants of the table of a local stack. Everybody in it is found by name where the policy considers names. */
export async function expectSoundTable(stack: TestStack): Promise<void> {
  const { consider } = (await world()).stage.match
  const searched = searchedIndex(everyIndex.filter((index) => consider.includes(index)))
  await expectInvariants(tableClient(), stack.tableName, searched)
}

/** The items of one kind in the table of a local stack. */
export const itemsOf = async (stack: TestStack, kind: string) =>
  (await scan(tableClient(), stack.tableName)).filter((item) => item['kind'] === kind)

/** The whole table of a local stack, as one text for searches. */
export const tableTextOf = async (stack: TestStack): Promise<string> =>
  JSON.stringify(await scan(tableClient(), stack.tableName))

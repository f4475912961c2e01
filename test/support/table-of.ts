import { tableClient } from './database.ts'
import type { TestHouse } from './house.ts'
import { expectInvariants, scan } from './scan.ts'

/** Checks the invariants of the table of a local stack. */
export const expectSoundHouse = (house: TestHouse): Promise<void> =>
  expectInvariants(tableClient(), house.tableName)

/** The items of one kind in the table of a local stack. */
export const itemsOf = async (house: TestHouse, kind: string) =>
  (await scan(tableClient(), house.tableName)).filter((item) => item['kind'] === kind)

/** The whole table of a local stack, as one text for searches. */
export const tableTextOf = async (house: TestHouse): Promise<string> =>
  JSON.stringify(await scan(tableClient(), house.tableName))

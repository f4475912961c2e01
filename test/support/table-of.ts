import { tableClient } from './database.ts'
import type { TestHouse } from './house.ts'
import { expectInvariants, scan } from './scan.ts'

/** Checks what must always hold of the table of a house. */
export const expectSoundHouse = (house: TestHouse): Promise<void> =>
  expectInvariants(tableClient(), house.tableName)

/** The items of one kind in the table of a house. */
export const itemsOf = async (house: TestHouse, kind: string) =>
  (await scan(tableClient(), house.tableName)).filter((item) => item['kind'] === kind)

/** All that the table of a house holds, as one text to search in. */
export const tableTextOf = async (house: TestHouse): Promise<string> =>
  JSON.stringify(await scan(tableClient(), house.tableName))

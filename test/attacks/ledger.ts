import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { RowKind } from '../../lib/store/rows/row.ts'
import { tableClient } from '../support/database.ts'
import type { TestHouse } from '../support/house.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import { writesNothing } from './nothing-written.ts'

type Items = Awaited<ReturnType<typeof scan>>

/** What a house has written, for whoever checks what an attack left behind. */
export interface Ledger {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  /** Every item of these kinds; of all kinds when none is named. */
  items(...kinds: readonly RowKind[]): Promise<Items>
  /** How many items of a kind there are. */
  count(kind: RowKind): Promise<number>
  /** Fails unless the table is sound, and the same to the letter, before and after. Gives what `act` gave. */
  unchangedBy<Result>(act: () => Promise<Result>): Promise<Result>
  /** Fails, with every breach, unless the invariants of the table hold. */
  isSound(): Promise<void>
}

/** Opens the ledger of a house. */
export function ledgerOf(house: TestHouse): Ledger {
  const { tableName } = house
  const client = tableClient()
  const items: Ledger['items'] = async (...kinds) => {
    const wanted = new Set<unknown>(kinds)
    const all = await scan(client, tableName)
    return all.filter(({ kind }) => wanted.size === 0 || wanted.has(kind))
  }
  return {
    client,
    tableName,
    items,
    count: async (kind) => (await items(kind)).length,
    unchangedBy: (act) => writesNothing(house, act),
    isSound: () => expectInvariants(client, tableName),
  }
}

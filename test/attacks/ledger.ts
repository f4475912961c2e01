import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { RowKind } from '../../lib/store/rows/row.ts'
import { tableClient } from '../support/database.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { writesNothing } from './nothing-written.ts'

type Items = Awaited<ReturnType<typeof scan>>

/** The writes of a local stack, for checks of what an attack left behind. */
export interface Ledger {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  /** Every item of these kinds, or of all kinds when none is named. */
  items(...kinds: readonly RowKind[]): Promise<Items>
  /** Counts the items of a kind. */
  count(kind: RowKind): Promise<number>
  /** Gives the result of `act`. Fails unless the table is sound, and equal before and after. */
  unchangedBy<Result>(act: () => Promise<Result>): Promise<Result>
  /** Fails, with every breach, unless the invariants of the table hold. */
  isSound(): Promise<void>
}

/** Opens the ledger of a local stack. */
export function ledgerOf(stack: TestStack): Ledger {
  const { tableName } = stack
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
    unchangedBy: (act) => writesNothing(stack, act),
    isSound: () => expectInvariants(client, tableName),
  }
}

/** `testWithStack`, with the ledger of the stack. A table that is unsound at the end fails its file. */
export const testWithLedger = (given?: Parameters<typeof testWithStack>[0]) =>
  testWithStack(given).extend('ledger', { scope: 'file', auto: true }, ({ stack }, { onCleanup }) => {
    const ledger = ledgerOf(stack)
    onCleanup(() => ledger.isSound())
    return ledger
  })

import { expect } from 'vitest'
import { tableClient } from '../support/database.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import type { TestStack } from '../support/test-stack.ts'

const client = tableClient()

/** Everything that a local stack stores but counters of limits, by key, for a comparison of two moments. */
async function contentsOf({ tableName }: TestStack): Promise<Readonly<Record<string, unknown>>> {
  const items = (await scan(client, tableName)).filter(({ kind }) => kind !== 'rate')
  return Object.fromEntries(items.map((item) => [`${item['PK']} ${item['SK']}`, item]))
}

/** Counts the stored items by kind, such as `{ member: 1 }`. */
export async function kindsIn({ tableName }: TestStack): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const { kind } of await scan(client, tableName)) {
    counts[String(kind)] = (counts[String(kind)] ?? 0) + 1
  }
  return counts
}

/** Runs an attack and gives its result. Fails unless every item of the table but
 * counters is the same afterwards. */
export async function writesNothing<Result>(
  stack: TestStack,
  attack: () => Promise<Result>,
): Promise<Result> {
  const before = await contentsOf(stack)
  const result = await attack()
  expect(await contentsOf(stack)).toEqual(before)
  await expectInvariants(client, stack.tableName)
  return result
}

/** Runs an attack and gives its result. Fails if the attack caused any call to a provider. */
export async function asksNobody<Result>(stack: TestStack, attack: () => Promise<Result>): Promise<Result> {
  const asked = () => Object.entries(stack.standIns).map(([id, { requests }]) => [id, requests.length])
  const before = asked()
  const result = await attack()
  expect(asked()).toEqual(before)
  return result
}

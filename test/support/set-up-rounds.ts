import type { Write } from '../../lib/store/table/expressions.ts'
import type { TableAccess } from '../../lib/store/table/table-access.ts'
import { tableOf } from './people-of-the-service.ts'
import type { TestStack } from './test-stack.ts'

/** The limit of writes in a DynamoDB transaction. */
const maxWrites = 100

/**
 * The identity and the member are among the held writes themselves, and no race depends on when an identity was used or
 * on how many sessions were opened.
 */
const isUse = (write: Write): boolean =>
  'Update' in write && /^(SET #lastUse = \S+ )?ADD #openedSessions \S+$/.test(write.Update.UpdateExpression)

const isHeld = (write: Write | undefined): write is Write =>
  write !== undefined && !('ConditionCheck' in write) && !isUse(write)

/**
 * Sets up many rounds of a race for a third of the cost: the table of `setUp` keeps writes back, and all of them are
 * sent in large transactions at the end. An item is written once. Nobody else is there yet, so the checks of other
 * items are left out. Gives the results of `setUp`.
 */
export async function setUpRounds<Round>(
  stack: TestStack,
  count: number,
  setUp: (table: TableAccess, round: number) => Promise<Round>,
): Promise<readonly Round[]> {
  const table = tableOf(stack)
  const held: Write[] = []
  const holding: TableAccess = {
    ...table,
    transact: async (writes) => {
      held.push(...Object.values<Write | undefined>(writes).filter(isHeld))
      return { kind: 'written' }
    },
  }
  const rounds = await Promise.all(Array.from({ length: count }, (_, round) => setUp(holding, round)))
  for (let first = 0; first < held.length; first += maxWrites) {
    const some = held.slice(first, first + maxWrites)
    const written = await table.transact(Object.fromEntries(some.map((write, index) => [`${index}`, write])))
    if (written.kind !== 'written') throw new Error('somebody is there already')
  }
  return rounds
}

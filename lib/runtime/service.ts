import { required } from '../config/variables.ts'
import type { World } from '../flows/ports/world.ts'
import type { OperatorContext } from '../flows/service/operator-context.ts'
import { operationsIn } from '../store/operators/operations.ts'
import { defaultRetryPolicy } from '../store/table/retry.ts'
import { accessTable } from '../store/table/table-access.ts'
import { tableClient } from './table-client.ts'
import { world } from './world.ts'

/** The composition root of the service routes, the functions that act for operators. */

const built = new WeakMap<World, OperatorContext['operations']>()

/** The context of a service route for a caller, built again with the world. */
export async function serviceContext(operator: string): Promise<OperatorContext> {
  const current = await world()
  const operations = built.get(current) ?? operationsOf(current)
  built.set(current, operations)
  return { world: current, operations, operator }
}

function operationsOf({ hashes }: World): OperatorContext['operations'] {
  const tableName = required(process.env, 'IEUM_TABLE')
  const table = accessTable({ client: tableClient(), tableName, retryPolicy: defaultRetryPolicy })
  return operationsIn(table, hashes)
}

import { listeners } from '../listeners.ts'
import type { BusEvent } from './bus.ts'
import { hear } from './functions.ts'
import type { Parts } from './parts.ts'
import { followStream } from './table-stream.ts'

/** What the rest of the service was told so far: follows the table's stream whenever somebody looks at the bus. */
export function feedOf(
  table: { readonly tableName: string; readonly endpoint: string },
  { busEvents }: Pick<Parts, 'busEvents'>,
  stack: AsyncDisposableStack,
): () => Promise<readonly BusEvent[]> {
  const { id, hears } = listeners.publish
  const stream = followStream(table, hears, (records) => hear(id, records))
  stack.defer(() => stream.stop())
  return async () => {
    await stream.catchUp()
    return busEvents()
  }
}

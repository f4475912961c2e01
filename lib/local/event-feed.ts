import { listeners } from '../routes/listeners.ts'
import type { BusEvent } from './aws/bus.ts'
import { followStream } from './aws/table-stream.ts'
import { hear } from './gateway/functions.ts'
import type { LocalServices } from './services.ts'

/** What the rest of the service was told so far: follows the table's stream whenever somebody looks at the bus. */
export function feedOf(
  table: { readonly tableName: string; readonly endpoint: string },
  { busEvents }: Pick<LocalServices, 'busEvents'>,
  stack: AsyncDisposableStack,
): () => Promise<readonly BusEvent[]> {
  const { id, filter } = listeners.publish
  const stream = followStream(table, filter, (records) => hear(id, records))
  stack.defer(() => stream.stop())
  return async () => {
    await stream.catchUp()
    return busEvents()
  }
}

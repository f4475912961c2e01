import { listeners } from '../routes/listeners.ts'
import type { BusEvent } from './aws/bus.ts'
import { followStream } from './aws/table-stream.ts'
import { runListener } from './gateway/functions.ts'
import type { LocalServices } from './services.ts'

/** The events published so far. Reads the table's stream on demand, whenever the bus is read. */
export function feedOf(
  table: { readonly tableName: string; readonly endpoint: string },
  { busEvents }: Pick<LocalServices, 'busEvents'>,
  stack: AsyncDisposableStack,
): () => Promise<readonly BusEvent[]> {
  const { id, filter } = listeners.publish
  const stream = followStream(table, filter, (records) => runListener(id, records))
  stack.defer(() => stream.stop())
  return async () => {
    await stream.catchUp()
    return busEvents()
  }
}

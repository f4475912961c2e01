import { listeners } from '../routes/listeners.ts'
import type { StreamPattern } from '../routes/shape.ts'
import type { BusEvent } from './aws/bus.ts'
import type { SentMessage } from './aws/outbox.ts'
import { followStream, type RecordHandler, type TableStream } from './aws/table-stream.ts'
import { runListener, runListenerOnSchedule } from './gateway/functions.ts'
import type { LocalServices } from './services.ts'

/** Follows the changes of a table that pass a filter. */
export type Follow = (
  table: { readonly tableName: string; readonly endpoint: string },
  pattern: StreamPattern,
  handle: RecordHandler,
) => TableStream

type Table = Parameters<Follow>[0]

/** The events published so far. Reads the table's stream on demand, whenever the bus is read. */
export function feedOf(
  table: Table,
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

/** The messages sent so far. The courier works on demand, whenever the outbox is read. */
export function outboxOf(
  table: Table,
  { messages }: Pick<LocalServices, 'messages'>,
  follow: Follow,
  stack: AsyncDisposableStack,
): () => Promise<readonly SentMessage[]> {
  const { id, filter } = listeners.courier
  const stream = follow(table, filter, (records) => runListener(id, records))
  stack.defer(() => stream.stop())
  return async () => {
    await stream.catchUp()
    await runListenerOnSchedule(id)
    return messages()
  }
}

import { type ListenerId, listeners } from '../routes/listeners.ts'
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

/** Hands over one record at a time, so that the outbox has the order of the changes, whoever they are about. */
async function oneByOne(id: ListenerId, records: Parameters<RecordHandler>[0]): ReturnType<RecordHandler> {
  for (const record of records) {
    const failed = await runListener(id, [record])
    if (failed !== undefined) return failed
  }
  return undefined
}

/** The messages sent so far. The courier works on demand, whenever the outbox is read. */
export function outboxOf(
  table: Table,
  { messages }: Pick<LocalServices, 'messages'>,
  follow: Follow,
  stack: AsyncDisposableStack,
): () => Promise<readonly SentMessage[]> {
  const { id, filter } = listeners.courier
  const stream = follow(table, filter, (records) => oneByOne(id, records))
  stack.defer(() => stream.stop())
  return async () => {
    await stream.catchUp()
    await runListenerOnSchedule(id)
    return messages()
  }
}

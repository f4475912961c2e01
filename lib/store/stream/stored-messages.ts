import type { StoredMessages } from '../../flows/ports/messages.ts'
import {
  endMessageWrite,
  leaseMessageWrite,
  messageNameOf,
  readMessage,
  retryMessageWrite,
  scheduleMessageWrite,
} from '../rows/message.ts'
import { duePartitions, messagePartition } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'

const queuesPerPage = 100

/** Implements `StoredMessages` on a table. Every method throws `unavailable` as the table does. */
export const messagesIn = (table: TableAccess): StoredMessages => ({
  async queue(queue) {
    const items = await table.query({ partition: messagePartition(queue), from: 'MESSAGE#', to: 'MESSAGE$' })
    return items.map(readMessage)
  },

  async *due(now) {
    for await (const page of table.due(duePartitions.message, now, queuesPerPage)) {
      yield [...new Set(page.map((key) => messageNameOf(key).queue))]
    }
  },

  async lease(message, until, now) {
    const { kind } = await table.update(leaseMessageWrite(message, until, now))
    return kind === 'written' ? 'leased' : 'lost'
  },

  async schedule(message, at) {
    await table.update(scheduleMessageWrite(message, at))
  },

  async retry(message, lease, at) {
    await table.update(retryMessageWrite(message, lease, at))
  },

  async end(message, end) {
    await table.update(endMessageWrite(message, end))
  },
})

import type { FailedMessages } from '../../flows/ports/store/operators/repeats.ts'
import { messageNameOf, redriveMessageWrite } from '../rows/message.ts'
import { duePartitions } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'

const messagesPerPage = 100

/** Implements `FailedMessages` on a table. Every method throws `unavailable` as the table does. */
export const failedMessagesIn = (table: TableAccess): FailedMessages => ({
  async *pages(now) {
    for await (const page of table.due(duePartitions.failedMessage, now, messagesPerPage)) {
      yield page.map(messageNameOf)
    }
  },

  async redrive(message, now) {
    return (await table.update(redriveMessageWrite(message, now))).kind === 'written'
  },
})

import { type DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import type { SendTransaction } from '../store/table/send.ts'
import { writeText } from '../store/table/wire.ts'

/**
 * Sends transactions by the SDK's client, but writes their body itself: the document client and the SDK's serializer take
 * most of an import's time. Everything else (address, credentials, signature, retries, errors) is the SDK's.
 */
export const lightTransactions =
  (client: Pick<DynamoDBClient, 'send'>): SendTransaction =>
  ({ writes, tableName, token }) => {
    const items = writes.map((write) => writeText(write, tableName)).join(',')
    // As bytes: the SDK measures, hashes and sends them, and would convert a text each time.
    const body = Buffer.from(`{"TransactItems":[${items}],"ClientRequestToken":${JSON.stringify(token)}}`)
    const command = new TransactWriteItemsCommand({ TransactItems: [], ClientRequestToken: token })
    // Before the step that tells the body's length; the signature comes later.
    command.middlewareStack.add(
      (next) => (args) => next({ ...args, request: withBody(args.request, body) }),
      {
        name: 'lightTransactions',
        step: 'build',
        priority: 'high',
      },
    )
    return client.send(command)
  }

/** The same request with another body. The SDK copies a request by its class, so this one stays of it. */
function withBody(request: unknown, body: Uint8Array): unknown {
  return typeof request === 'object' && request !== null ? Object.assign(request, { body }) : request
}

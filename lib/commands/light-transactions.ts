import { Readable } from 'node:stream'
import { type DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { RequestSigner } from '../aws/clients/signer.ts'
import type { SendTransaction } from '../store/table/send.ts'
import { writeText } from '../store/table/wire.ts'

/** The part of the SDK's client that transactions need. */
type SdkClient = Pick<DynamoDBClient, 'send'> & {
  readonly config: Pick<DynamoDBClient['config'], 'credentials' | 'region' | 'requestHandler'>
}
type WireRequest = Parameters<DynamoDBClient['config']['requestHandler']['handle']>[0]
type WireResponse = Awaited<ReturnType<DynamoDBClient['config']['requestHandler']['handle']>>['response']

/** Headers that are the same for each transaction. The others are of one attempt, its body or its signature. */
const sameHeaders = new Set(['content-type', 'host', 'user-agent', 'x-amz-target', 'x-amz-user-agent'])

const isRequest = (value: unknown): value is WireRequest =>
  typeof value === 'object' && value !== null && 'hostname' in value && 'headers' in value && 'clone' in value

/** The same request with another body. The SDK copies a request by its class, so this one stays of it. */
const withBody = (request: unknown, body: Uint8Array): unknown =>
  typeof request === 'object' && request !== null ? Object.assign(request, { body }) : request

/**
 * Sends transactions as the SDK does, and writes their bodies itself: the document client and the SDK's steps take most of
 * an import's time. The SDK sends the first one, which says where and with which headers. The next ones are signed and sent
 * alone, and the SDK hears each response but a success: it retries, and throws what it throws.
 */
export function lightTransactions(client: SdkClient): SendTransaction {
  const { credentials, region, requestHandler } = client.config
  const signer = new RequestSigner({ service: 'dynamodb', credentials, region })
  let first: WireRequest | undefined

  /** Sends by the SDK. A response that is there already is that of the first attempt. */
  function sendBySdk(body: Uint8Array, token: string, response?: WireResponse): Promise<unknown> {
    const command = new TransactWriteItemsCommand({ TransactItems: [], ClientRequestToken: token })
    // Before the step that tells the body's length; the signature comes later.
    command.middlewareStack.add(
      (next) => (args) => next({ ...args, request: withBody(args.request, body) }),
      { name: 'lightTransactions', step: 'build', priority: 'high' },
    )
    let given = response
    command.middlewareStack.add(
      (next) => async (args) => {
        if (isRequest(args.request)) first ??= args.request
        const known = given
        given = undefined
        return known === undefined ? next(args) : { response: known, output: { $metadata: {} } }
      },
      { name: 'lightTransactionsResponse', step: 'deserialize', priority: 'low' },
    )
    return client.send(command)
  }

  async function sendAlone(template: WireRequest, body: Buffer): Promise<WireResponse> {
    const same = Object.entries(template.headers).filter(([name]) => sameHeaders.has(name))
    const headers = { ...Object.fromEntries(same), 'content-length': String(body.length) }
    const signed = await signer.sign({ ...template, headers, body }, new Date())
    return (await requestHandler.handle(Object.assign(template.clone(), signed))).response
  }

  return async ({ writes, tableName, token }) => {
    const items = writes.map((write) => writeText(write, tableName)).join(',')
    // As bytes: they are measured, hashed and sent, and a text would be converted each time.
    const body = Buffer.from(`{"TransactItems":[${items}],"ClientRequestToken":${JSON.stringify(token)}}`)
    // Where the connection fails, the SDK tries again. The token keeps a transaction from happening twice.
    const response = first === undefined ? undefined : await sendAlone(first, body).catch(() => undefined)
    if (response?.statusCode !== 200) return sendBySdk(body, token, response)
    if (response.body instanceof Readable) response.body.resume()
    return undefined
  }
}

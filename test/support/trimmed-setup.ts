import { Readable } from 'node:stream'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { inject } from 'vitest'
import { DynamoDBClient as TrimmedClient } from '../../lib/aws/clients/dynamodb.ts'
import {
  DocumentCommand,
  DynamoDBDocumentClient as TrimmedDocumentClient,
} from '../../lib/aws/clients/dynamodb-document.ts'

/*
 * In the project `trimmed`, `lib/store` has the commands and errors of the bundles instead of the SDK's. This setup hands
 * them to the client of the bundles. What tests send by themselves stays the SDK's.
 */

const bodyOf = (body: unknown): Readable => (body instanceof Readable ? body : Readable.from([body]))

const trimmedClients = new WeakMap<DynamoDBDocumentClient, TrimmedDocumentClient>()

/** The client of the bundles that sends as another client does. */
function trimmedOf(client: DynamoDBDocumentClient): TrimmedDocumentClient {
  const known = trimmedClients.get(client)
  if (known !== undefined) return known
  const trimmed = TrimmedDocumentClient.from(
    new TrimmedClient({
      endpoint: inject('databaseEndpoint'),
      region: 'ap-northeast-2',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: {
        async handle(request) {
          const handled: unknown = await client.config.requestHandler.handle(Object(request))
          const { response } = Object(handled)
          return { response: { ...response, headers: response.headers, body: bodyOf(response.body) } }
        },
      },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  )
  trimmedClients.set(client, trimmed)
  return trimmed
}

const { send } = DynamoDBDocumentClient.prototype
Object.defineProperty(DynamoDBDocumentClient.prototype, 'send', {
  configurable: true,
  writable: true,
  value(this: DynamoDBDocumentClient, ...request: readonly unknown[]): unknown {
    const [command] = request
    if (command instanceof DocumentCommand) return trimmedOf(this).send(command)
    return Reflect.apply(send, this, request)
  },
})

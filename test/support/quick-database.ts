import { connect } from 'node:net'
import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { expect, inject } from 'vitest'
import * as bundled from '../../lib/aws/clients/dynamodb-document.ts'
import type { JsonObject } from '../../lib/aws/clients/json-client.ts'

/*
 * A request to the database of this run costs a fifth of the usual time. The document client of the bundles converts
 * items, as in every deployed function, instead of the SDK's middleware; a plain socket replaces Node's HTTP client; and
 * nothing is signed, since the database checks no signature. Errors have the SDK's classes. The tests of the store keep
 * what the SDK writes and reads, its errors and its retries. Requests to other places go the usual way.
 */

interface Request {
  readonly hostname: string
  readonly port?: number
  readonly headers: Record<string, string>
  readonly body?: Uint8Array | string
}

/** A response as the SDK reads it. */
interface Response {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** A kept-alive connection that carries one request at a time. */
interface Connection {
  isOpen(): boolean
  send(request: Request): Promise<Response>
}

/** The form of a signature. The database refuses a request without it, and looks no further. */
const signature = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/19700101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '19700101T000000Z',
}
const skipped = ['httpSigningMiddleware', 'getUserAgentMiddleware', 'loggerMiddleware']

const quick = new WeakSet<object>()
/** The clients whose first request went to the database of this run. */
const ours = new WeakMap<object, bundled.DynamoDBDocumentClient>()
const idle: Connection[] = []

const place = (): { readonly hostname: string; readonly port: number } => {
  const { hostname, port } = new URL(inject('databaseEndpoint'))
  return { hostname, port: Number(port) }
}

/** Makes the requests of a client to the database of this run cheap. Calling it again changes nothing. */
export function quicken({ config, middlewareStack }: DynamoDBDocumentClient): void {
  if (quick.has(config)) return
  quick.add(config)
  const { requestHandler, translateConfig } = config
  // The SDK's document client adds this option to what it is given.
  const marshallOptions = { ...translateConfig?.marshallOptions, convertTopLevelContainer: false }
  const { hostname, port } = place()
  for (const name of skipped) middlewareStack.remove(name)
  config.requestHandler = {
    destroy: () => requestHandler.destroy?.(),
    handle: async (request, options) => {
      Object.assign(request.headers, signature)
      const isOurs = request.hostname === hostname && request.port === port
      if (!isOurs) return requestHandler.handle(request, options)
      ours.set(config, bundled.DynamoDBDocumentClient.from({ send: sendJson }, { marshallOptions }))
      return { response: await exchange(request) }
    },
  }
}

/** The commands of the bundles by the SDK's names. */
const commands = new Map<string, new (input: object) => bundled.DocumentCommand>(
  [
    bundled.GetCommand,
    bundled.BatchGetCommand,
    bundled.QueryCommand,
    bundled.ScanCommand,
    bundled.UpdateCommand,
    bundled.DeleteCommand,
    bundled.TransactWriteCommand,
  ].map((command) => [command.name, command]),
)

/**
 * Sends a command without the SDK. Undefined where it cannot: the client has sent nothing yet or leads elsewhere, the
 * bundles do not have the command, or this file tests the store with the SDK.
 */
export function sendQuickly(
  { config }: DynamoDBDocumentClient,
  command: object,
): Promise<object> | undefined {
  const client = ours.get(config)
  const Command = commands.get(command.constructor.name)
  if (client === undefined || Command === undefined || !('input' in command)) return undefined
  if (expect.getState().testPath?.includes('/test/store/')) return undefined
  return client.send(new Command(Object(command.input)))
}

const sendJson: bundled.JsonSender['send'] = async ({ operation, text, token, outputOf }) =>
  outputOf(await askDatabase(operation, { ...JSON.parse(text), ClientRequestToken: token }))

/** Asks the database of this run. Takes an operation and its input. Throws the SDK's errors. */
async function askDatabase(operation: string, input: object): Promise<JsonObject> {
  const sent = JSON.stringify(input)
  const { hostname, port } = place()
  const headers = {
    host: `${hostname}:${port}`,
    'content-type': 'application/x-amz-json-1.0',
    'content-length': `${Buffer.byteLength(sent)}`,
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    ...signature,
  }
  const { statusCode, body } = await exchange({ hostname, port, headers, body: sent })
  const received: JsonObject = Object(JSON.parse(body.toString()))
  if (statusCode >= 300) throw errorOf(received, statusCode)
  return received
}

/** The SDK's error of a response (Smithy, awsJson, operation errors). */
function errorOf({ __type, message, Message, ...fields }: JsonObject, httpStatusCode: number): Error {
  const name = String(__type).split('#').at(-1) ?? ''
  const known = { message: String(message ?? Message), $metadata: { httpStatusCode }, ...fields }
  if (name === 'ConditionalCheckFailedException') return new ConditionalCheckFailedException(known)
  if (name === 'TransactionCanceledException') return new TransactionCanceledException(known)
  return new DynamoDBServiceException({ ...known, name, $fault: httpStatusCode < 500 ? 'client' : 'server' })
}

const tables = new Set<string>()

/** Drops a table at the end of this file: the database looks through all tables for each request. */
export const dropLater = (tableName: string): void => void tables.add(tableName)

/** Drops what `dropLater` was told, also where it was never made. */
export async function dropTables(): Promise<void> {
  for (const TableName of tables) {
    await askDatabase('DeleteTable', { TableName }).catch((error: Error) => {
      if (error.name !== 'ResourceNotFoundException') throw error
    })
  }
  tables.clear()
}

async function exchange(request: Request): Promise<Response> {
  const connection = idle.pop() ?? open(request)
  const response = await connection.send(request)
  if (connection.isOpen()) idle.push(connection)
  return response
}

function open({ hostname, port = 80 }: Request): Connection {
  const socket = connect(port, hostname).setNoDelay().unref()
  let received = Buffer.alloc(0)
  let waiting: PromiseWithResolvers<Response> | undefined
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
    const response = responseIn(received)
    if (response === undefined) return
    received = Buffer.alloc(0)
    waiting?.resolve(response)
  })
  socket.on('error', (error) => waiting?.reject(error))
  socket.on('close', () =>
    waiting?.reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })),
  )
  return {
    isOpen: () => !socket.destroyed,
    send: (request) => {
      waiting = Promise.withResolvers()
      socket.write(bytesOf(request))
      return waiting.promise
    },
  }
}

function bytesOf({ headers, body = '' }: Request): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = Buffer.from(`POST / HTTP/1.1\r\n${lines.join('')}\r\n`)
  return Buffer.concat([head, typeof body === 'string' ? Buffer.from(body) : body])
}

/** The response in these bytes once they hold all of it. The database names the length of every body. */
function responseIn(bytes: Buffer): Response | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [status = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const body = bytes.subarray(end + 4)
  if (body.length < Number(headers['content-length'])) return undefined
  return { statusCode: Number(status.split(' ')[1]), headers, body }
}

import { Readable } from 'node:stream'
import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { lightTransactions } from '../../lib/commands/light-transactions.ts'
import { checkThat, deleteWhen, putWhen, updateWhen, type Write } from '../../lib/store/table/expressions.ts'

interface Heard {
  readonly body: string
  readonly headers: Record<string, string>
}
const heard: Heard[] = []
/** What the table says next. Absent: that it wrote. */
const next: { readonly status: number; readonly body: string }[] = []

const client = new DynamoDBClient({
  region: 'local',
  endpoint: 'http://127.0.0.1:9',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  requestHandler: {
    async handle({ body, headers }: Heard) {
      const bytes = Buffer.from(Object(body))
      expect(headers['content-length']).toBe(String(bytes.length))
      heard.push({ body: bytes.toString(), headers: { ...headers } })
      const said = next.shift()
      if (said?.status === 0) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' })
      const content = Readable.from([Buffer.from(said?.body ?? '{}')])
      return { response: { statusCode: said?.status ?? 200, headers: {}, body: content } }
    },
  },
})

const key = { PK: 'MEMBER#"1"', SK: 'MEMBER' }
const isThere = { text: '#name = :name', values: { name: '김뷁\n"' } }
const writes: readonly Write[] = [
  putWhen(
    { ...key, name: '홍길동', ways: new Set(['email', 'phone']), at: 1.5e12, on: true, not: false },
    isThere,
    'tells',
  ),
  putWhen({ ...key, list: ['a', 2, { deep: ['b', null] }], empty: {} }, isThere),
  updateWhen(
    key,
    { set: { 'email.verified': true }, add: { version: 1 }, without: { ways: new Set(['email']) } },
    isThere,
  ),
  deleteWhen(key, isThere),
  checkThat(key, isThere),
]
const token = '0197a1b2-0000-4000-8000-000000000000'
const given = { writes, tableName: 'members', token }

/** What the SDK sends of the same transaction. */
async function bySdk(): Promise<Heard | undefined> {
  const TransactItems = writes.map((write) => {
    if ('Put' in write) return { Put: { TableName: 'members', ...write.Put } }
    if ('Update' in write) return { Update: { TableName: 'members', ...write.Update } }
    if ('Delete' in write) return { Delete: { TableName: 'members', ...write.Delete } }
    return { ConditionCheck: { TableName: 'members', ...write.ConditionCheck } }
  })
  const command = new TransactWriteCommand({ TransactItems, ClientRequestToken: token })
  await DynamoDBDocumentClient.from(client).send(command)
  return heard.at(-1)
}

const parsed = (one: Heard | undefined): unknown => JSON.parse(one?.body ?? '')
const error = (type: string, more: object = {}): string =>
  JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, ...more })

beforeEach(() => {
  heard.length = 0
  next.length = 0
})

describe('a light transaction', () => {
  it('goes out as the SDK writes it, the first one and the next ones', async () => {
    const send = lightTransactions(client)
    await send(given)
    await send(given)
    const [first, second] = heard
    const sdk = await bySdk()
    expect([parsed(first), parsed(second)]).toEqual([parsed(sdk), parsed(sdk)])
    const { authorization = '', ...headers } = second?.headers ?? {}
    expect(headers).toMatchObject({
      host: '127.0.0.1:9',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.TransactWriteItems',
    })
    expect(authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/local\/dynamodb\/aws4_request, .*Signature=[0-9a-f]{64}$/,
    )
  })

  it('that is refused throws what the SDK throws, after one request', async () => {
    const send = lightTransactions(client)
    await send(given)
    const CancellationReasons = [
      { Code: 'ConditionalCheckFailed', Item: { PK: { S: 'x' } } },
      { Code: 'None' },
    ]
    next.push({ status: 400, body: error('TransactionCanceledException', { CancellationReasons }) })
    const thrown = await send(given).catch((caught: unknown) => caught)
    expect(thrown).toBeInstanceOf(TransactionCanceledException)
    expect(thrown).toMatchObject({ CancellationReasons })
    expect(heard).toHaveLength(2)
  })

  it.each([
    ['throttled', { status: 400, body: error('ThrottlingException') }],
    ['answered by an outage', { status: 500, body: error('InternalServerError') }],
    ['cut off', { status: 0, body: '' }],
  ])('that is %s is sent again with the same token', async (_, said) => {
    const send = lightTransactions(client)
    await send(given)
    next.push(said)
    await send(given)
    expect(heard).toHaveLength(3)
    expect(parsed(heard[2])).toEqual(parsed(heard[1]))
  })
})

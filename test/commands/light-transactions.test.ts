import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { lightTransactions } from '../../lib/commands/light-transactions.ts'
import { checkThat, deleteWhen, putWhen, updateWhen, type Write } from '../../lib/store/table/expressions.ts'

const bodies: string[] = []
const client = new DynamoDBClient({
  region: 'local',
  endpoint: 'http://127.0.0.1:9',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  requestHandler: {
    async handle({ body, headers }: { body: unknown; headers: Record<string, string> }) {
      const bytes = Buffer.from(Object(body))
      expect(headers['content-length']).toBe(String(bytes.length))
      bodies.push(bytes.toString())
      return { response: { statusCode: 200, headers: {}, body: Buffer.from('{}') } }
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

test('a transaction goes out as the SDK writes it', async () => {
  const token = '0197a1b2-0000-4000-8000-000000000000'
  const TransactItems = writes.map((write) => {
    if ('Put' in write) return { Put: { TableName: 'members', ...write.Put } }
    if ('Update' in write) return { Update: { TableName: 'members', ...write.Update } }
    if ('Delete' in write) return { Delete: { TableName: 'members', ...write.Delete } }
    return { ConditionCheck: { TableName: 'members', ...write.ConditionCheck } }
  })
  await lightTransactions(client)({ writes, tableName: 'members', token })
  await DynamoDBDocumentClient.from(client).send(
    new TransactWriteCommand({ TransactItems, ClientRequestToken: token }),
  )
  const [light, sdk] = bodies.map((body): unknown => JSON.parse(body))
  expect(light).toEqual(sdk)
})

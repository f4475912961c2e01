import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createTable, startDatabase, startThrowawayDatabase } from '../../lib/local/aws/database.ts'
import { freshTable, storeOn } from '../support/database.ts'
import { minutes, now, once as onceOf, pendingOf, registrationOf, somebody } from './cast.ts'

afterEach(() => vi.unstubAllEnvs())

const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
const answers = (endpoint: string): Promise<boolean> =>
  fetch(endpoint).then(
    () => true,
    () => false,
  )

describe('the embedded database', () => {
  test('answers until it is stopped', async () => {
    const database = await startDatabase()
    expect(await answers(database.endpoint)).toBe(true)
    await database.stop()
    await database.stop()
    expect(await answers(database.endpoint)).toBe(false)
  })

  test('stops with its starter, even a killed one', async () => {
    const code = `import { startDatabase } from ${JSON.stringify(join(import.meta.dirname, '../../lib/local/aws/database.ts'))}
      process.stdout.write((await startDatabase()).endpoint)
      setInterval(() => {}, 1000)`
    const starter = spawn(process.execPath, ['--input-type=module', '--eval', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [endpoint] = await once(starter.stdout, 'data')
    expect(await answers(String(endpoint))).toBe(true)
    starter.kill('SIGKILL')
    await vi.waitFor(async () => expect(await answers(String(endpoint))).toBe(false), { timeout: 5000 })
  })

  test('keeps the data in its folder', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'ieum-'))
    onTestFinished(() => rm(dataDir, { recursive: true }))
    const pending = pendingOf(somebody())
    for (const run of ['write', 'read'] as const) {
      const database = await startDatabase({ dataDir })
      const base = clientOf(database.endpoint)
      await createTable(base, 'kept')
      const store = storeOn(DynamoDBDocumentClient.from(base), 'kept')
      if (run === 'write') await store.pendingConnections.keep(pending, onceOf(), minutes(30))
      else expect(await store.pendingConnections.find(pending.id, now)).toEqual({ kind: 'open', pending })
      await database.stop()
    }
  })

  test('indexes its stream, so a write does not read all earlier changes', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'ieum-'))
    onTestFinished(() => rm(dataDir, { recursive: true }))
    const database = await startDatabase({ dataDir })
    onTestFinished(() => database.stop())
    await createTable(clientOf(database.endpoint), 'told')
    const file = new DatabaseSync(join(dataDir, 'ieum.db'), { readOnly: true })
    const plan = file
      .prepare(
        `EXPLAIN QUERY PLAN SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1
         FROM _stream_records WHERE table_name = 'told'`,
      )
      .all()
    file.close()
    expect(plan.map(({ detail }) => detail).join()).toMatch(
      /^SEARCH .* USING (COVERING )?INDEX ieum_stream_numbers/,
    )
  })

  test('deletes its folder when the data is temporary', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'ieum-'))
    onTestFinished(() => rm(parent, { recursive: true }))
    vi.stubEnv('TMPDIR', parent)
    const database = await startThrowawayDatabase()
    expect(await readdir(parent)).toHaveLength(1)
    await database.stop()
    expect(await readdir(parent)).toEqual([])
  })

  test('is replaced by the database of the environment', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', 'http://127.0.0.1:8000')
    const database = await startDatabase()
    expect(database.endpoint).toBe('http://127.0.0.1:8000')
    await database.stop()
  })

  test('explains the remedy where no program exists for the platform', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', '')
    const arch = Object.getOwnPropertyDescriptor(process, 'arch')
    Object.defineProperty(process, 'arch', { value: 'mips', configurable: true })
    onTestFinished(() => {
      if (arch !== undefined) Object.defineProperty(process, 'arch', arch)
    })
    await expect(startDatabase()).rejects.toThrow(
      /no embedded database for \w+-mips.*AWS_ENDPOINT_URL_DYNAMODB=/,
    )
  })
})

describe('the table', () => {
  test('has its keys, its index, its stream and its clean-up', async () => {
    const { client, tableName: TableName } = await freshTable('streamed')
    const { Table } = await client.send(new DescribeTableCommand({ TableName }))
    expect(Table?.KeySchema?.map(({ AttributeName }) => AttributeName)).toEqual(['PK', 'SK'])
    expect(Table?.StreamSpecification?.StreamViewType).toBe('NEW_AND_OLD_IMAGES')
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }))
    expect(TimeToLiveDescription).toMatchObject({ AttributeName: 'ttl', TimeToLiveStatus: 'ENABLED' })
  })

  test('lists the identities for the sweep by due time, and no others', async () => {
    const { client, tableName, store } = await freshTable()
    const due = async (until: Date) => {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: 'due',
          KeyConditionExpression: 'duePK = :due AND dueAt <= :until',
          ExpressionAttributeValues: { ':due': 'DUE', ':until': until.getTime() },
        }),
      )
      return (Items ?? []).map(({ PK }) => String(PK).split('#').at(-1))
    }
    const [waiting, leaving, joining] = [somebody(), somebody(), somebody()]
    const pending = pendingOf(joining)
    await store.pendingConnections.keep(pendingOf(waiting), onceOf(), minutes(30))
    await store.pendingConnections.keep(pending, onceOf(), minutes(20))
    await store.identityClaims.beginDisconnecting(leaving.identity, onceOf(), now, false)
    expect(await due(minutes(29))).toEqual([leaving.identity.subject, joining.identity.subject])
    await store.registrations.complete(registrationOf(joining, pending), now)
    expect(await due(minutes(30))).toEqual([leaving.identity.subject, waiting.identity.subject])
    await store.identityClaims.endDisconnecting(leaving.identity)
    expect(await due(minutes(30))).toEqual([waiting.identity.subject])
  })
})

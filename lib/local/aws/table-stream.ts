import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams'
import type { StreamPattern } from '../../routes/shape.ts'

/** Takes records, and names the first of them that it could not deal with, if any. */
export type Hearing = (records: readonly _Record[]) => Promise<string | undefined>

export interface TableStream {
  /** Hands on all that has happened since the last time, in order; stops at what could not be dealt with. */
  catchUp(): Promise<void>
  stop(): void
}

/** What Lambda hands to a function at once. */
const batchSize = 100

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Whether a record passes a filter, as Lambda would judge it. */
export const passes = (record: unknown, pattern: StreamPattern): boolean =>
  Object.entries(pattern).every(([name, wanted]) => {
    const found = isRecord(record) ? record[name] : undefined
    return isList(wanted) ? wanted.some((value) => value === found) : passes(found, wanted)
  })

const isList = (wanted: StreamPattern[string]): wanted is readonly string[] => Array.isArray(wanted)

/**
 * What an event source mapping is in the cloud: follows the table's stream from its beginning, and hands what
 * passes the filter to a function. It looks when it is asked to, so that nothing runs while nobody looks.
 */
export function followStream(
  { endpoint, tableName }: { readonly endpoint: string; readonly tableName: string },
  pattern: StreamPattern,
  hear: Hearing,
): TableStream {
  const client = new DynamoDBStreamsClient({ endpoint })
  /** The last record of each shard that was dealt with. */
  const reached = new Map<string, string>()
  let last: Promise<void> = Promise.resolve()

  async function follow(): Promise<void> {
    const StreamArn = await streamOf(endpoint, tableName)
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }))
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      if (ShardId !== undefined && !(await followShard(StreamArn, ShardId))) return
    }
  }

  /** Whether all of a shard was dealt with. */
  async function followShard(StreamArn: string, ShardId: string): Promise<boolean> {
    for (;;) {
      const records = await recordsAfter(client, { StreamArn, ShardId }, reached.get(ShardId))
      if (records.length === 0) return true
      const heard = records.filter((record) => passes(record, pattern))
      const failed = heard.length === 0 ? undefined : await hear(heard)
      const before = records.findIndex((record) => sequenceOf(record) === failed)
      const done = failed === undefined ? records : records.slice(0, Math.max(before, 0))
      const end = done.at(-1)
      if (end !== undefined) reached.set(ShardId, sequenceOf(end))
      if (failed !== undefined) return false
    }
  }

  return {
    catchUp() {
      last = last.catch(() => {}).then(follow)
      return last
    },
    stop: () => client.destroy(),
  }
}

const sequenceOf = ({ dynamodb }: _Record): string => dynamodb?.SequenceNumber ?? ''

async function streamOf(endpoint: string, TableName: string): Promise<string> {
  const client = new DynamoDBClient({ endpoint })
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }))
    if (Table?.LatestStreamArn === undefined) throw new Error(`the table ${TableName} has no stream`)
    return Table.LatestStreamArn
  } finally {
    client.destroy()
  }
}

async function recordsAfter(
  client: DynamoDBStreamsClient,
  shard: { readonly StreamArn: string; readonly ShardId: string },
  sequence: string | undefined,
): Promise<readonly _Record[]> {
  const from =
    sequence === undefined
      ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
      : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequence } as const)
  const { ShardIterator } = await client.send(new GetShardIteratorCommand({ ...shard, ...from }))
  const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator, Limit: batchSize }))
  return Records
}

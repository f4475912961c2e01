import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams'
import type { StreamPattern } from '../../routes/shape.ts'

/** Handles records. Gives the sequence number of the first record that failed, if any. */
export type RecordHandler = (records: readonly _Record[]) => Promise<string | undefined>

/** A follower of the table's stream. */
export interface TableStream {
  /** Delivers all records since the last call, in order. Stops at a record that fails. */
  catchUp(): Promise<void>
  stop(): void
}

/** The batch size of Lambda. */
const batchSize = 100

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Whether a record passes a filter, by Lambda's rules for event filtering. */
const passes = (record: unknown, pattern: StreamPattern): boolean =>
  Object.entries(pattern).every(([name, expected]) => {
    const found = isRecord(record) ? record[name] : undefined
    return isList(expected) ? expected.some((value) => value === found) : passes(found, expected)
  })

const isList = (expected: StreamPattern[string]): expected is readonly string[] => Array.isArray(expected)

/**
 * Acts as an event source mapping: reads the table's stream from its beginning and delivers records that pass
 * the filter. It reads only on demand, so nothing runs in between.
 */
export function followStream(
  { endpoint, tableName }: { readonly endpoint: string; readonly tableName: string },
  pattern: StreamPattern,
  handle: RecordHandler,
): TableStream {
  const client = new DynamoDBStreamsClient({ endpoint })
  /** The last handled record of each shard. */
  const reached = new Map<string, string>()
  let last: Promise<void> = Promise.resolve()

  async function follow(): Promise<void> {
    const StreamArn = await streamOf(endpoint, tableName)
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }))
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      if (ShardId !== undefined && !(await followShard(StreamArn, ShardId))) return
    }
  }

  /** Whether all records of a shard were handled. */
  async function followShard(StreamArn: string, ShardId: string): Promise<boolean> {
    for (;;) {
      const records = await recordsAfter(client, { StreamArn, ShardId }, reached.get(ShardId))
      if (records.length === 0) return true
      const matching = records.filter((record) => passes(record, pattern))
      const failed = matching.length === 0 ? undefined : await handle(matching)
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

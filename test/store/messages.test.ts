import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, test } from 'vitest'
import type { MessageName, StoredMessages } from '../../lib/flows/ports/messages.ts'
import type { FailedMessages } from '../../lib/flows/ports/store/operators/repeats.ts'
import { failedMessagesIn } from '../../lib/store/operators/failed-messages.ts'
import { messageWrites } from '../../lib/store/rows/message.ts'
import { messagesIn } from '../../lib/store/stream/stored-messages.ts'
import { defaultRetryPolicy } from '../../lib/store/table/retry.ts'
import { accessTable, type TableAccess } from '../../lib/store/table/table-access.ts'
import { freshTable } from '../support/database.ts'
import { memberId, minutes, noticeOf, now } from './cast.ts'

let table: TableAccess
let messages: StoredMessages
let failures: FailedMessages
let put: (item: Record<string, unknown>) => Promise<unknown>
beforeAll(async () => {
  const { client, tableName } = await freshTable()
  table = accessTable({ client, tableName, retryPolicy: defaultRetryPolicy })
  messages = messagesIn(table)
  failures = failedMessagesIn(table)
  put = (Item) => client.send(new PutCommand({ TableName: tableName, Item }))
})

/** Leaves notices in one queue, in order. */
async function leave(count: number, queue: string = memberId()) {
  const notices = Array.from({ length: count }, () => noticeOf(queue))
  await table.transact(messageWrites(notices))
  return notices
}
const states = async (queue: string) => (await messages.queue(queue)).map(({ state }) => state)

async function dueQueues(at: Date): Promise<readonly string[]> {
  const queues: string[] = []
  for await (const page of messages.due(at)) queues.push(...page)
  return queues
}

async function failedNames() {
  const names: MessageName[] = []
  for await (const page of failures.pages(minutes(60))) names.push(...page)
  return names
}
const failedQueues = async () => (await failedNames()).map(({ queue }) => queue)

describe('a queue', () => {
  test('gives its messages as they were left, in order, and none of another queue', async () => {
    const [first, second] = await leave(2)
    await leave(1)
    expect(await messages.queue(first?.queue ?? '')).toEqual([
      { ...first, state: 'pending', attempts: 0 },
      { ...second, state: 'pending', attempts: 0 },
    ])
  })

  test('names a row that nobody can read, and gives the others', async () => {
    const [notice] = await leave(1)
    const queue = notice?.queue ?? ''
    await put({ PK: `MESSAGE#${queue}`, SK: 'MESSAGE#0', kind: 'message', state: 'asleep' })
    expect(await messages.queue(queue)).toEqual([
      { state: 'unreadable', queue, id: '0' },
      { ...notice, state: 'pending', attempts: 0 },
    ])
  })

  test('refuses a message that is there already', async () => {
    const [notice = noticeOf()] = await leave(1)
    expect((await table.transact(messageWrites([notice]))).kind).toBe('refused')
  })
})

describe('a lease', () => {
  test('is one of twenty at the same moment, and counts the attempt', async () => {
    const [notice = noticeOf()] = await leave(1)
    const leases = Array.from({ length: 20 }, () => messages.lease(notice, minutes(1), now))
    expect((await Promise.all(leases)).filter((lease) => lease === 'leased')).toHaveLength(1)
    expect(await messages.queue(notice.queue)).toMatchObject([{ attempts: 1, leasedUntil: minutes(1) }])
  })

  test('runs out, and is lost for a message that ended', async () => {
    const [notice = noticeOf()] = await leave(1)
    await messages.lease(notice, minutes(1), now)
    expect(await messages.lease(notice, minutes(2), minutes(1))).toBe('leased')
    await messages.end(notice, { state: 'sent', endedAt: now })
    expect(await messages.lease(notice, minutes(9), minutes(8))).toBe('lost')
  })

  test('ends with a failed attempt, unless another courier holds it by now', async () => {
    const [notice = noticeOf()] = await leave(1)
    await messages.lease(notice, minutes(1), now)
    await messages.lease(notice, minutes(2), minutes(1))
    await messages.retry(notice, minutes(1), minutes(5))
    expect(await messages.queue(notice.queue)).toMatchObject([{ leasedUntil: minutes(2), attempts: 2 }])
    await messages.retry(notice, minutes(2), minutes(5))
    const [row] = await messages.queue(notice.queue)
    expect(row).toMatchObject({ dueAt: minutes(5), attempts: 2 })
    expect(row).not.toHaveProperty('leasedUntil')
  })
})

describe('a due message', () => {
  test('is found once it is due, by its queue, and no more after its end', async () => {
    const [first = noticeOf(), second = noticeOf()] = await leave(2)
    await messages.schedule(first, minutes(100))
    await messages.schedule(second, minutes(101))
    expect(await dueQueues(minutes(99))).not.toContain(first.queue)
    expect((await dueQueues(minutes(101))).filter((queue) => queue === first.queue)).toHaveLength(1)
    await messages.end(first, { state: 'sent', endedAt: now })
    await messages.end(second, { state: 'failed', endedAt: now, why: 'unreadable' })
    expect(await dueQueues(minutes(101))).not.toContain(first.queue)
    await messages.schedule(first, now)
    expect(await dueQueues(now)).not.toContain(first.queue)
  })
})

test('the end of a message comes once, and takes content and address away', async () => {
  const [notice = noticeOf()] = await leave(1)
  await messages.lease(notice, minutes(1), now)
  await messages.end(notice, { state: 'dropped', endedAt: now, why: 'repeated' })
  await messages.end(notice, { state: 'sent', endedAt: minutes(1) })
  const { id, queue, of, topic } = notice
  expect(await messages.queue(queue)).toEqual([
    { id, queue, of, topic, state: 'dropped', endedAt: now, why: 'repeated' },
  ])
  expect(await states(queue)).toEqual(['dropped'])
})

describe('a failed message', () => {
  const failed = { state: 'failed', endedAt: minutes(30), why: 'out_of_attempts' } as const

  test('that may be sent again stands in a list of its own, and in none of what is due', async () => {
    const [kept = noticeOf(), gone = noticeOf()] = await leave(2)
    await messages.lease(kept, minutes(1), now)
    await messages.end(kept, { ...failed, keptUntil: minutes(9_000) })
    await messages.end(gone, failed)
    expect(await failedQueues()).toContain(kept.queue)
    expect((await failedNames()).filter(({ queue }) => queue === kept.queue)).toHaveLength(1)
    expect(await dueQueues(minutes(60))).not.toContain(kept.queue)
    expect(await states(kept.queue)).toEqual(['failed', 'failed'])
  })

  test('is as new when it is sent again, once, and another day alive', async () => {
    const [notice = noticeOf()] = await leave(1)
    await messages.lease(notice, minutes(1), now)
    await messages.end(notice, { ...failed, keptUntil: minutes(9_000) })
    const redriven = Array.from({ length: 5 }, () => failures.redrive(notice, minutes(60)))
    expect((await Promise.all(redriven)).filter(Boolean)).toHaveLength(1)
    expect(await messages.queue(notice.queue)).toEqual([
      { ...notice, state: 'pending', attempts: 0, createdAt: minutes(60), dueAt: minutes(60) },
    ])
    expect(await dueQueues(minutes(60))).toContain(notice.queue)
    expect(await failedQueues()).not.toContain(notice.queue)
  })

  test('without content, or of another end, stays as it is', async () => {
    const [notice = noticeOf(), sent = noticeOf()] = await leave(2)
    await messages.end(notice, failed)
    await messages.end(sent, { state: 'sent', endedAt: now })
    expect(await failures.redrive(notice, minutes(60))).toBe(false)
    expect(await failures.redrive(sent, minutes(60))).toBe(false)
    expect(await states(notice.queue)).toEqual(['failed', 'sent'])
  })
})

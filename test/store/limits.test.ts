import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countedAt, type Limit, type LimitedAttempt, nextAt } from '../../lib/domain/limits/limit.ts'
import { countRequests } from '../support/count-requests.ts'
import { freshTable, plainHashes } from '../support/database.ts'
import { scan } from '../support/scan.ts'
import { somebody } from './cast.ts'

const { client, tableName, store } = await freshTable()
const limit: Limit = { name: 'door', max: 3, windowSeconds: 60 }
const start = new Date('2026-11-22T10:00:00.000Z')
const seconds = (count: number): Date => new Date(start.getTime() + count * 1000)
const fresh = (of: Limit = limit): LimitedAttempt => ({ limit: of, key: somebody().email })
const spend = (attempt: LimitedAttempt, at = start) => store.limits.spend([attempt], at)

describe('a limit', () => {
  test('lets through its number of requests, then gives the time to wait', async () => {
    const attempt = fresh()
    expect([await spend(attempt), await spend(attempt), await spend(attempt)]).toEqual(
      Array(3).fill(undefined),
    )
    expect(await spend(attempt)).toEqual({ limit, retryAfter: 20 })
    expect(await spend(attempt, seconds(19.5))).toEqual({ limit, retryAfter: 1 })
  })

  test('lets one more through with each part of its window, and all after a quiet one', async () => {
    const attempt = fresh()
    for (const at of [0, 1, 2]) await spend(attempt, seconds(at))
    expect(await spend(attempt, seconds(19.999))).toBeDefined()
    expect(await spend(attempt, seconds(20))).toBeUndefined()
    expect(await spend(attempt, seconds(21))).toBeDefined()
    for (const at of [200, 201, 202]) expect(await spend(attempt, seconds(at))).toBeUndefined()
    expect(await spend(attempt, seconds(203))).toBeDefined()
  })

  test('counts each key and each limit by itself', async () => {
    const attempt = fresh()
    for (const at of [0, 1, 2, 3]) await spend(attempt, seconds(at))
    expect(await spend(fresh())).toBeUndefined()
    expect(await spend({ ...attempt, limit: { ...limit, name: 'window' } })).toBeUndefined()
  })

  test('takes attempts back on request', async () => {
    const attempt = fresh({ ...limit, gapSeconds: 5 })
    await spend(attempt, seconds(0))
    expect(await spend(attempt, seconds(1))).toMatchObject({ retryAfter: 4 })
    await store.limits.giveBack([attempt])
    for (const at of [1, 6, 11]) expect(await spend(attempt, seconds(at))).toBeUndefined()
    expect(await spend(attempt, seconds(16))).toBeDefined()
    await store.limits.giveBack([fresh()])
  })

  test('holds for many requests at once, also on a count that has run empty', async () => {
    const attempt = fresh()
    for (const at of [seconds(0), seconds(1000)]) {
      const responses = await Promise.all(Array.from({ length: 100 }, () => spend(attempt, at)))
      expect(responses.filter((response) => response === undefined)).toHaveLength(3)
    }
  })

  test('counts by the rule, whatever the attempts and their times', async () => {
    const kinds = fc.constantFrom<Partial<Limit>>(
      {},
      { gapSeconds: 7 },
      { pauses: { firstSeconds: 2, longestSeconds: 9 } },
    )
    const steps = fc.array(fc.oneof(fc.constant(0), fc.nat(15_000), fc.nat(100_000)), { maxLength: 15 })
    await fc.assert(
      fc.asyncProperty(kinds, steps, async (more, pauses) => {
        const attempt = fresh({ ...limit, ...more })
        let now = start
        let count: ReturnType<typeof countedAt> | undefined
        for (const pause of pauses) {
          now = new Date(now.getTime() + pause)
          const isOpen = count === undefined || nextAt(attempt.limit, count) <= now
          expect((await spend(attempt, now)) === undefined).toBe(isOpen)
          if (isOpen) count = countedAt(attempt.limit, count, now)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('whose count is malformed lets nothing through', async () => {
    const attempt = fresh()
    await spend(attempt)
    const PK = `RATE#${limit.name}#${plainHashes.hash('rate', attempt.key)}`
    const change = { UpdateExpression: 'SET emptyAt = :text', ExpressionAttributeValues: { ':text': '0' } }
    await client.send(new UpdateCommand({ TableName: tableName, Key: { PK, SK: 'RATE' }, ...change }))
    expect(await spend(attempt)).toEqual({ limit, retryAfter: 60 })
  })

  test('costs one request, and stores no readable key', async () => {
    const requests = countRequests(client)
    const attempt = fresh()
    await spend(attempt)
    expect(requests.commands).toEqual(['UpdateItemCommand'])
    expect(JSON.stringify(await scan(client, tableName))).not.toContain(attempt.key)
  })
})

describe('several limits', () => {
  test('count together in one request, or not at all', async () => {
    const [one, other] = [fresh(), fresh({ ...limit, name: 'once', max: 1 })]
    const requests = countRequests(client)
    expect(await store.limits.spend([one, other], start)).toBeUndefined()
    expect(requests.commands).toEqual(['TransactWriteItemsCommand'])
    for (let time = 0; time < 5; time += 1) {
      expect(await store.limits.spend([one, other], start)).toEqual({ limit: other.limit, retryAfter: 60 })
    }
    expect([await spend(one), await spend(one), await spend(one)]).toEqual([
      undefined,
      undefined,
      { limit, retryAfter: 20 },
    ])
    // Both are full now: the first is named, and the wait is the longer one.
    expect(await store.limits.spend([one, other], start)).toEqual({ limit, retryAfter: 60 })
  })
})

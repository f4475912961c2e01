import { describe, expect, test } from 'vitest'
import { sourceOf } from '../../lib/domain/values/limits.ts'
import { countRequests } from '../support/count-requests.ts'
import { freshTable } from '../support/database.ts'
import { scan } from '../support/scan.ts'
import { somebody } from './cast.ts'

const { client, tableName, store } = await freshTable()
const limit = { name: 'door', max: 3, windowSeconds: 60 }
const start = new Date('2026-11-22T10:00:00.000Z')
const seconds = (count: number): Date => new Date(start.getTime() + count * 1000)

const spend = (key: string, at = start) => store.limits.spend(limit, key, at)

describe('a limit', () => {
  test('lets through its number of requests, then gives the time to wait', async () => {
    const key = somebody().email
    expect([await spend(key), await spend(key), await spend(key)]).toEqual([undefined, undefined, undefined])
    expect(await spend(key)).toEqual({ retryAfter: 60 })
    expect(await spend(key, seconds(59.5))).toEqual({ retryAfter: 1 })
  })

  test('starts afresh with the next window', async () => {
    const key = somebody().email
    for (const at of [0, 1, 2]) await spend(key, seconds(at))
    expect(await spend(key, seconds(59.999))).toBeDefined()
    expect(await spend(key, seconds(60))).toBeUndefined()
  })

  test('counts each key and each limit by itself', async () => {
    const [key, other] = [somebody().email, somebody().email]
    for (const at of [0, 1, 2, 3]) await spend(key, seconds(at))
    expect(await spend(other)).toBeUndefined()
    expect(await store.limits.spend({ ...limit, name: 'window' }, key, start)).toBeUndefined()
  })

  test('forgets the attempts of a key on request', async () => {
    const key = somebody().email
    for (const at of [0, 1, 2, 3]) await spend(key, seconds(at))
    await store.limits.forget(limit, key, seconds(4))
    expect(await spend(key, seconds(5))).toBeUndefined()
  })

  test('holds for many requests at once', async () => {
    const key = sourceOf('2001:db8::1')
    const answers = await Promise.all(Array.from({ length: 100 }, () => spend(key)))
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(3)
  })

  test('costs one request, and stores no readable key', async () => {
    const requests = countRequests(client)
    const key = somebody().email
    await spend(key)
    expect(requests.commands).toEqual(['UpdateItemCommand'])
    expect(JSON.stringify(await scan(client, tableName))).not.toContain(key)
  })
})

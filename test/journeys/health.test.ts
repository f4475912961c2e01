import { expect } from 'vitest'
import { limitRequests } from '../../lib/aws/request-budget.ts'
import { forgetHealth } from '../../lib/runtime/health/deep-health.ts'
import type { CountingProxy } from '../support/counting-proxy.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithCountedDatabase } from '../support/test-with-counted-database.ts'

const it = testWithCountedDatabase()

const ask = (stack: TestStack, target: string, method = 'GET') =>
  fetch(new URL(target, stack.origin), { method })

/** Asks while nothing is known, and counts the calls of the table. */
async function askAnew(stack: TestStack, database: CountingProxy, target = '/health?deep', method = 'GET') {
  forgetHealth()
  database.reset()
  const response = await ask(stack, target, method)
  return { response, calls: database.asked.length }
}

const well = {
  table: 'ok',
  secrets: 'ok',
  keys: 'ok',
  messages: 'ok',
  disconnections: 'ok',
  erasures: 'ok',
  mail: 'ok',
}

it('the plain check touches nothing', async ({ stack, database }) => {
  const { response, calls } = await askAnew(stack, database, '/health')
  expect([response.status, await response.json(), calls]).toEqual([200, { status: 'ok' }, 0])
})

it('the deep check says what the courier saw, by one call of the table, for anybody who asks within ten seconds', async ({
  stack,
  database,
}) => {
  await stack.outbox()
  const { response, calls } = await askAnew(stack, database)
  expect([response.status, await response.json(), calls]).toEqual([200, { status: 'ok', checks: well }, 1])
  const others = await Promise.all(Array.from({ length: 20 }, () => ask(stack, '/health?deep=1')))
  expect(others.every(({ status }) => status === 200)).toBe(true)
  expect(database.asked.length).toBe(1)
})

it('HEAD answers like GET, without a body', async ({ stack }) => {
  for (const target of ['/health', '/health?deep', '/openapi.json', '/.well-known/jwks.json']) {
    const [get, head] = [await ask(stack, target), await ask(stack, target, 'HEAD')]
    expect([target, head.status, await head.text()]).toEqual([target, 200, ''])
    for (const name of ['content-type', 'cache-control']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name))
    }
  }
})

it('refuses another value than yes', async ({ stack }) => {
  expect((await ask(stack, '/health?deep=all')).status).toBe(400)
})

it.for(['throttled', 'hanging', 'failing'] as const)(
  'the deep check is a problem with Retry-After while the table is %s, and forgets it',
  async (fault, { stack, database }) => {
    const before = limitRequests({ totalMs: 450, attemptMs: 150 })
    database.play(fault)
    const { response, calls } = await askAnew(stack, database)
    database.play(undefined)
    limitRequests(before)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('10')
    expect(await response.json()).toMatchObject({
      code: 'unavailable',
      checks: {
        ...well,
        table: 'failing',
        secrets: 'unknown',
        keys: 'unknown',
        messages: 'unknown',
        disconnections: 'unknown',
        erasures: 'unknown',
        mail: 'unknown',
      },
    })
    expect(calls).toBeLessThanOrEqual(6)
    expect((await askAnew(stack, database)).response.status).toBe(200)
  },
)

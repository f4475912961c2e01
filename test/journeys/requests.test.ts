import { describe, expect } from 'vitest'
import type { CountingProxy } from '../support/counting-proxy.ts'
import { providerAnswerIn, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithCountedDatabase } from '../support/test-with-counted-database.ts'

const it = testWithCountedDatabase()
it.beforeAll(async ({ stack }) => {
  // Signing keys are cached from the first visit on.
  await visitor(stack).direct('seojun')
})

/** The requests of one step to the database and the provider. */
async function cost(stack: TestStack, database: CountingProxy, step: () => Promise<unknown>) {
  const before = stack.kakao.requests.length
  database.reset()
  await step()
  return {
    database: [...database.asked],
    provider: stack.kakao.requests.slice(before).map(({ path }) => path),
  }
}

/** A provider code in hand, so only the callback counts. */
async function atCallback(
  stack: TestStack,
  persona: string,
): Promise<{ who: Visitor; callback: () => Promise<unknown> }> {
  const who = visitor(stack, { client: 'app' })
  await who.startDirect()
  const response = providerAnswerIn(who.consent(persona))
  return { who, callback: () => who.finishDirect(response) }
}

describe('the cost of a visit', () => {
  it('starting a visit makes no request', async ({ stack, database }) => {
    const spent = await cost(stack, database, () => visitor(stack, { client: 'app' }).startDirect())
    expect(spent).toEqual({ database: [], provider: [] })
  })

  it('a first visit without a match takes at most 4 requests, registering 2, returning 2 and one provider call', async ({
    stack,
    database,
  }) => {
    const { who, callback } = await atCallback(stack, 'minji')
    const first = await cost(stack, database, callback)
    expect(first.database.length).toBeLessThanOrEqual(4)
    expect(first.provider).toHaveLength(3)

    const registering = await cost(stack, database, () => who.register())
    expect(registering).toEqual({ database: ['GetItem', 'TransactWriteItems'], provider: [] })

    const returning = await cost(stack, database, (await atCallback(stack, 'minji')).callback)
    expect(returning).toEqual({ database: ['GetItem', 'TransactWriteItems'], provider: ['/oauth/token'] })
  })

  it('renewing a session takes 2 requests, and showing the member one', async ({ stack, database }) => {
    const { who, callback } = await atCallback(stack, 'eunbi')
    await callback()
    await who.register()
    expect((await cost(stack, database, () => who.refresh())).database).toHaveLength(2)
    expect((await cost(stack, database, () => who.me())).database).toHaveLength(1)
  })
})

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type CountingProxy, startCountingProxy } from '../support/counting-proxy.ts'
import { providerAnswerIn, type Visitor, visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'

let stack: TestStack
let database: CountingProxy
beforeAll(async () => {
  database = await startCountingProxy(inject('databaseEndpoint'))
  stack = await openTestStack({ environment: { AWS_ENDPOINT_URL_DYNAMODB: database.endpoint } })
  // Signing keys are cached from the first visit on.
  await visitor(stack).direct('seojun')
})
afterAll(async () => {
  await stack.stop()
  await database.stop()
})

/** The requests of one step to the database and the provider. */
async function cost(step: () => Promise<unknown>) {
  const before = stack.kakao.requests.length
  database.reset()
  await step()
  return {
    database: [...database.asked],
    provider: stack.kakao.requests.slice(before).map(({ path }) => path),
  }
}

/** A provider code in hand, so only the callback counts. */
async function atCallback(persona: string): Promise<{ who: Visitor; callback: () => Promise<unknown> }> {
  const who = visitor(stack, { client: 'app' })
  await who.startDirect()
  const response = providerAnswerIn(who.consent(persona))
  return { who, callback: () => who.finishDirect(response) }
}

describe('the cost of a visit', () => {
  it('starting a visit makes no request', async () => {
    const spent = await cost(() => visitor(stack, { client: 'app' }).startDirect())
    expect(spent).toEqual({ database: [], provider: [] })
  })

  it('a first visit without a match takes at most 4 requests, registering 2, returning 2 and one provider call', async () => {
    const { who, callback } = await atCallback('minji')
    const first = await cost(callback)
    expect(first.database.length).toBeLessThanOrEqual(4)
    expect(first.provider).toHaveLength(3)

    const registering = await cost(() => who.register())
    expect(registering).toEqual({ database: ['GetItem', 'TransactWriteItems'], provider: [] })

    const returning = await cost((await atCallback('minji')).callback)
    expect(returning).toEqual({ database: ['GetItem', 'TransactWriteItems'], provider: ['/oauth/token'] })
  })

  it('renewing a session takes 2 requests, and showing the member one', async () => {
    const { who, callback } = await atCallback('eunbi')
    await callback()
    await who.register()
    expect((await cost(() => who.refresh())).database).toHaveLength(2)
    expect((await cost(() => who.me())).database).toHaveLength(1)
  })
})

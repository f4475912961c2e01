import { decodeJwt } from 'jose'
import { aroundAll, expect, inject } from 'vitest'
import { type CountingProxy, startCountingProxy } from '../support/counting-proxy.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { providerAnswerIn, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* Facts of the member in each token cost a returning sign-in no request more. */

const claims = ['phone_number_verified', 'email_verified', 'identity_verified']
let database: CountingProxy
aroundAll(async (runTests) => {
  database = await startCountingProxy(inject('databaseEndpoint'))
  await runTests()
  await database.stop()
})
const it = testWithStack(() => ({
  personas: [atKakao('returns', {}, ['phone'])],
  environment: {
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    IEUM_TOKENS: JSON.stringify({ claims }),
  },
}))

/** A returning sign-in: the requests of its callback to the database, and what its token states. */
async function returning(
  stack: TestStack,
): Promise<{ asked: readonly string[]; states: object; who: Visitor }> {
  const who = visitor(stack, { client: 'app' })
  const asked: string[] = []
  await who.startDirect()
  const response = providerAnswerIn(who.consent('returns'))
  database.reset()
  expect((await who.finishDirect(response)).body).toMatchObject({ outcome: 'signed_in', created: false })
  asked.push(...database.asked)
  const { phone_number_verified, email_verified, identity_verified } = decodeJwt(who.accessToken ?? '')
  return { asked, states: { phone_number_verified, email_verified, identity_verified }, who }
}

const usual = ['GetItem', 'TransactWriteItems']

it('a returning sign-in takes two requests, and one more after the facts have changed', async ({ stack }) => {
  await visitor(stack, { client: 'app' }).signUp('returns')
  const facts = { phone_number_verified: false, email_verified: true, identity_verified: false }
  expect((await returning(stack)).states).toEqual(facts)
  const second = await returning(stack)
  expect(second.asked).toEqual(usual)
  expect(second.states).toEqual(facts)

  await second.who.change({ verificationToken: await second.who.prove('+821023490001', 'contact') })
  const changed = await returning(stack)
  expect(changed.asked).toEqual([...usual, 'TransactWriteItems'])
  expect(changed.states).toEqual({ ...facts, phone_number_verified: true })
  expect((await returning(stack)).asked).toEqual(usual)
})

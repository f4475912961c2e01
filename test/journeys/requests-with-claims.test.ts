import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { type CountingProxy, startCountingProxy } from '../support/counting-proxy.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { providerAnswerIn, type Visitor, visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'

/* Facts of the member in each token cost a returning sign-in no request more. */

let stack: TestStack
let database: CountingProxy
beforeAll(async () => {
  database = await startCountingProxy(inject('databaseEndpoint'))
  const claims = ['phone_number_verified', 'email_verified', 'identity_verified']
  stack = await openTestStack({
    personas: [atKakao('returns', {}, ['phone'])],
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
      IEUM_TOKENS: JSON.stringify({ claims }),
    },
  })
})
afterAll(async () => {
  await stack.stop()
  await database.stop()
})

/** A returning sign-in: the requests of its callback to the database, and what its token states. */
async function returning(): Promise<{ asked: readonly string[]; states: object; who: Visitor }> {
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

it('a returning sign-in takes two requests, and one more after the facts have changed', async () => {
  await visitor(stack, { client: 'app' }).signUp('returns')
  const facts = { phone_number_verified: false, email_verified: true, identity_verified: false }
  expect((await returning()).states).toEqual(facts)
  const second = await returning()
  expect(second.asked).toEqual(usual)
  expect(second.states).toEqual(facts)

  await second.who.change({ verificationToken: await second.who.prove('+821023490001', 'contact') })
  const changed = await returning()
  expect(changed.asked).toEqual([...usual, 'TransactWriteItems'])
  expect(changed.states).toEqual({ ...facts, phone_number_verified: true })
  expect((await returning()).asked).toEqual(usual)
})

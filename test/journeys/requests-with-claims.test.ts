import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { CountingProxy } from '../support/counting-proxy.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { providerAnswerIn, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithCountedDatabase } from '../support/test-with-counted-database.ts'

/* Facts of the member in each token cost a returning sign-in no request more. */

const claims = ['phone_number_verified', 'email_verified', 'identity_verified']
const it = testWithCountedDatabase({
  personas: [atKakao('returns', {}, ['phone'])],
  environment: {
    IEUM_TOKENS: JSON.stringify({ claims }),
  },
})

/** A returning sign-in: the requests of its callback to the database, and what its token states. */
async function returning(
  stack: TestStack,
  database: CountingProxy,
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

it('a returning sign-in takes two requests, and one more after the facts have changed', async ({
  stack,
  database,
}) => {
  await visitor(stack, { client: 'app' }).signUp('returns')
  const facts = { phone_number_verified: false, email_verified: true, identity_verified: false }
  expect((await returning(stack, database)).states).toEqual(facts)
  const second = await returning(stack, database)
  expect(second.asked).toEqual(usual)
  expect(second.states).toEqual(facts)

  await second.who.change({ verificationToken: await second.who.prove('+821023490001', 'contact') })
  const changed = await returning(stack, database)
  expect(changed.asked).toEqual([...usual, 'TransactWriteItems'])
  expect(changed.states).toEqual({ ...facts, phone_number_verified: true })
  expect((await returning(stack, database)).asked).toEqual(usual)
})

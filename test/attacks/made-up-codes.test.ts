import { describe, expect } from 'vitest'
import { textIn } from '../support/read-response.ts'
import { providerAnswerIn, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Mallory starts one visit and shows it two hundred made-up codes. Each becomes a call from us to Kakao, which counts
 * them against our app and, in the end, refuses everybody.
 * Defence: refused grants count for each visit. After five the visit is over, also for the right code, and the provider
 * is not called any more.
 */
const it = testWithStack()
it.beforeAll(({ stack }) => visitor(stack).signUp('minji'))

const refused = { status: 400, body: { code: 'provider_grant_invalid' } }
const over = { status: 400, body: { code: 'invalid_transaction' } }
const tokenRequests = (stack: TestStack) =>
  stack.kakao.requests.filter(({ path }) => path === '/oauth/token').length

describe('made-up codes in one visit', () => {
  it('end it after five, without a further call to the provider', async ({ stack }) => {
    const mallory = visitor(stack)
    const state = textIn(await mallory.startDirect(), 'state')
    const right = providerAnswerIn(mallory.consent('minji'))
    const before = tokenRequests(stack)
    for (let guess = 0; guess < 5; guess += 1) {
      expect(await mallory.finishDirect({ code: `made-up-${guess}`, state })).toMatchObject(refused)
    }
    for (let guess = 5; guess < 200; guess += 1) {
      expect(await mallory.finishDirect({ code: `made-up-${guess}`, state })).toMatchObject(over)
    }
    expect(await mallory.finishDirect(right)).toMatchObject(over)
    expect(tokenRequests(stack)).toBe(before + 5)
  })

  it('leave four wrong ones to a person, and every other visit alone', async ({ stack }) => {
    const minji = visitor(stack)
    const state = textIn(await minji.startDirect(), 'state')
    for (let guess = 0; guess < 4; guess += 1) await minji.finishDirect({ code: `made-up-${guess}`, state })
    const response = await minji.finishDirect(providerAnswerIn(minji.consent('minji')))
    expect(response).toMatchObject({ status: 200, body: { outcome: 'signed_in' } })
  })

  it('are no more when they come at once', async ({ stack }) => {
    const mallory = visitor(stack)
    const state = textIn(await mallory.startDirect(), 'state')
    const guesses = Array.from({ length: 40 }, (_, guess) =>
      mallory.finishDirect({ code: `made-up-${guess}`, state }),
    )
    const codes = (await Promise.all(guesses)).map(({ body }) => body['code'])
    expect(codes.filter((code) => code === 'provider_grant_invalid')).toHaveLength(5)
    expect(new Set(codes)).toEqual(new Set(['provider_grant_invalid', 'invalid_transaction']))
  })
})

it('a visit through a browser is over after the first refused code, however often it comes back', async ({
  stack,
}) => {
  const mallory = visitor(stack)
  await mallory.startRedirect()
  const address = new URL(mallory.consent('minji'))
  address.searchParams.set('code', 'made-up')
  const before = tokenRequests(stack)
  const locations: unknown[] = []
  for (let guess = 0; guess < 20; guess += 1) {
    address.searchParams.set('code', `made-up-${guess}`)
    const { status, headers } = await mallory.call('GET', address.href)
    expect(status).toBe(302)
    locations.push(headers.get('location'))
  }
  // The first code is asked about; after that the browser only gets the ticket of its refusal again.
  expect(new Set(locations).size).toBe(1)
  expect(tokenRequests(stack) - before).toBe(1)
})

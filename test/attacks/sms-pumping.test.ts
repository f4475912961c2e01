import { expect } from 'vitest'
import { limits } from '../../lib/domain/limits/fixed-limits.ts'
import { Authenticator } from '../support/authenticator.ts'
import { passkeyIdsIn, passkeySteps } from '../support/passkey-steps.ts'
import { settle } from '../support/people-of-the-service.ts'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { afterQuietDay } from './after-a-quiet-day.ts'

/*
 * Mallory earns money with every text to her numbers: a rented range, numbers abroad, premium numbers. She requests
 * codes again and again, for one number, for its neighbours, for all purposes. Or she only wants the service to pay,
 * or to learn from a text who is a member.
 * Defence: texts go only to mobile numbers of the stage's countries. Requests count by number and purpose and by source,
 * for members and strangers alike. The courier counts what it sends by range and for the whole stage, and drops the rest.
 * Only members get a text for signing in, and nobody else's number costs anything. Notices of changes count apart, by
 * number and for the stage, so a member who changes the own account back and forth keeps no code from anybody.
 */

const perHour = 40
const textsPerSourceAndHour = 30

const it = testWithStack({
  environment: {
    IEUM_SMS: JSON.stringify({ perHour, perDay: 200 }),
    IEUM_LIMITS: JSON.stringify({ codes: { textsPerSourceAndHour } }),
  },
})
it.beforeAll(({ stack }) => settle(stack, { phone: '+821045670000' }))

const number = (range: number, index: number): string =>
  `+8210${String(4000 + range)}${String(index).padStart(4, '0')}`
const texts = async (stack: TestStack): Promise<number> =>
  (await stack.outbox()).filter(({ channel }) => channel === 'sms').length
const ask = async (stack: TestStack, to: string, purpose = 'sign_up') =>
  (await visitor(stack, { client: 'app' }).sendCode(to, purpose)).status

it('one number gets one text in thirty seconds for one purpose, and five an hour', async ({ stack }) => {
  afterQuietDay(stack)
  const before = await texts(stack)
  const statuses: number[] = []
  for (let minute = 0; minute < 8; minute += 1) {
    statuses.push(await ask(stack, number(1, 1)))
    expect(await ask(stack, number(1, 1))).toBe(429)
    stack.advanceClock(60)
  }
  expect(statuses).toEqual([202, 202, 202, 202, 202, 429, 429, 429])
  expect(await texts(stack)).toBe(before + 5)
})

it('one source gets a number of texts, for any numbers', async ({ stack }) => {
  stack.advanceClock(86_400)
  afterQuietDay(stack)
  const statuses: number[] = []
  for (let range = 50; range <= 50 + textsPerSourceAndHour; range += 1)
    statuses.push(await ask(stack, number(range, 1)))
  expect(statuses).toEqual([...Array(textsPerSourceAndHour).fill(202), 429])
})

it('neighbours share the limit of their range, and the stage has a budget', async ({ stack }) => {
  stack.advanceClock(86_400)
  afterQuietDay(stack)
  const before = await texts(stack)
  const inRange: number[] = []
  for (let index = 0; index < limits.textPerPrefix.max + 3; index += 1)
    inRange.push(await ask(stack, number(2, index)))
  expect(new Set(inRange)).toEqual(new Set([202]))
  expect(await texts(stack)).toBe(before + limits.textPerPrefix.max)
  // From another source to other ranges, the budget is spent after forty.
  stack.advanceClock(3600)
  afterQuietDay(stack)
  let sent = 0
  for (let range = 10; range < 40; range += 1) if ((await ask(stack, number(range, 1))) === 202) sent += 1
  expect(sent).toBeLessThanOrEqual(textsPerSourceAndHour)
  expect(await texts(stack)).toBe(before + limits.textPerPrefix.max + sent)
})

it('the response, the limits and the texts reveal no member', async ({ stack }) => {
  stack.advanceClock(86_400)
  afterQuietDay(stack)
  const before = await texts(stack)
  const run = async (to: string) => [await ask(stack, to, 'sign_in'), await ask(stack, to, 'sign_in')]
  expect(await run('+821045670000')).toEqual([202, 429])
  expect(await run('+821045680000')).toEqual([202, 429])
  expect(await texts(stack)).toBe(before + 1)
})

it('numbers of nobody cost nothing, so they keep no text from a member', async ({ stack }) => {
  stack.advanceClock(86_400)
  afterQuietDay(stack)
  const before = await texts(stack)
  for (let index = 1; index <= limits.textPerPrefix.max + 5; index += 1)
    expect(await ask(stack, `+82104567${String(index).padStart(4, '0')}`, 'sign_in')).toBe(202)
  expect(await ask(stack, '+821045670000', 'sign_in')).toBe(202)
  expect(await texts(stack)).toBe(before + 1)
})

it('one member who changes the account all the time gets a few notices, and keeps no code from anybody', async ({
  stack,
}) => {
  stack.advanceClock(86_400)
  afterQuietDay(stack)
  const restless = async (to: string, rounds: number) => {
    const who = visitor(stack, { client: 'app' })
    await who.phoneSignUp(to)
    const addPasskey = () => passkeySteps(stack, new Authenticator(stack.origin)).add(who)
    const passkeys = async () => passkeyIdsIn(await who.me())
    const before = await texts(stack)
    await addPasskey()
    const [kept] = await passkeys()
    for (let round = 0; round < rounds; round += 1) {
      expect(await addPasskey()).toMatchObject({ status: 201 })
      for (const id of await passkeys())
        if (id !== kept) expect(await passkeySteps(stack).remove(who, id)).toMatchObject({ status: 204 })
    }
    return (await texts(stack)) - before
  }
  // Two passkeys were added, and one removed.
  expect(await restless(number(60, 1), 1)).toBe(3)
  // A tenth of the stage's texts an hour are notices, to whomever.
  expect(await restless(number(61, 1), limits.textPerPrefix.max / 2)).toBe(perHour / 10 - 3)
  const before = await texts(stack)
  expect(await ask(stack, number(60, 2))).toBe(202)
  expect(await ask(stack, number(61, 2))).toBe(202)
  expect(await texts(stack)).toBe(before + 2)
})

import { randomUUID } from 'node:crypto'
import { describe, expect } from 'vitest'
import { limitRequests } from '../../lib/aws/request-budget.ts'
import type { TestResponse } from '../support/caller.ts'
import type { CountingProxy, Fault } from '../support/counting-proxy.ts'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { providerAnswerIn, usualPassword, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithCountedDatabase } from '../support/test-with-counted-database.ts'

/** Like a stage's limits, but ten times as short. Half a second of a slow table is too long for an attempt. */
const short = { totalMs: 450, attemptMs: 150 }

let member: Visitor
const it = testWithCountedDatabase({
  personas: [atKakao('member', { email: mail('member@example.com') }), atKakao('new'), atKakao('unlucky')],
})
it.beforeAll(async ({ stack }) => {
  member = visitor(stack, { client: 'app' })
  await member.direct('member')
  await member.register()
  await settle(stack, { email: 'local@example.com', name: '박바다', password: usualPassword })
})
it.afterEach(({ database }) => database.play(undefined))

/** A request of a web page, prepared while everything works. It can be sent more than once. */
type Prepared = (stack: TestStack) => Promise<() => Promise<TestResponse>>

const asPage = (stack: TestStack) => ({ headers: { origin: stack.origin } })

/** Each door of everyday, and the last step of a sign-up. */
const doors: Readonly<Record<string, Prepared>> = {
  'a renewal': async (stack) => () => {
    const body = { refreshToken: member.refreshToken }
    return member.call('POST', '/token', { body, ...asPage(stack) })
  },
  'the own member': async (stack) => () =>
    member.call('GET', '/me', { bearer: member.accessToken, ...asPage(stack) }),
  'a sign-in by password': async (stack) => () => visitor(stack).passwordLogin('local@example.com'),
  'the request for a code': async (stack) => {
    const to = `somebody-${randomUUID()}@example.com`
    return () => visitor(stack).sendCode(to)
  },
  'a callback': async (stack) => {
    const who = visitor(stack, { client: 'app' })
    return async () => {
      await who.startDirect()
      const { state, code } = providerAnswerIn(who.consent('member'))
      const body = { transaction: who.transaction, codeVerifier: who.secret.codeVerifier, state, code }
      return who.call('POST', '/callback/kakao', { body, ...asPage(stack) })
    }
  },
}

/** Plays a fault while one request is made with a stage's limits. */
async function during(
  database: CountingProxy,
  fault: Fault,
  request: () => Promise<TestResponse>,
): Promise<TestResponse> {
  database.reset()
  const before = limitRequests(short)
  database.play(fault)
  try {
    return await request()
  } finally {
    database.play(undefined)
    limitRequests(before)
  }
}

function expectUnavailable(stack: TestStack, { status, body, headers }: TestResponse): void {
  expect({ status, ...body }).toMatchObject({ status: 503, code: 'unavailable' })
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(headers.get('retry-after')).toBe('1')
  expect(headers.get('access-control-allow-origin')).toBe(stack.origin)
}

describe.each(['throttled', 'hanging', 'slow', 'failing', 'cutting'] as const)(
  'a table that is %s',
  (fault) => {
    it.for(Object.entries(doors))(
      'makes a problem with Retry-After and CORS, after at most 6 calls, of %s',
      async ([_, prepare], { stack, database }) => {
        const send = await prepare(stack)
        const response = await during(database, fault, send)
        expectUnavailable(stack, response)
        expect(database.asked.length).toBeGreaterThan(0)
        expect(database.asked.length).toBeLessThanOrEqual(6)
        expect((await send()).status).toBeLessThan(300)
      },
    )

    it('loses no sign-up: sent again, the same one ends in one member', async ({ stack, database }) => {
      const person = `unlucky-${fault}`
      const who = visitor(stack)
      await who.prove(`${person}@example.com`, 'sign_up')
      expectUnavailable(stack, await during(database, fault, () => who.registerByEmail()))
      expect((await who.registerByEmail()).status).toBe(201)
      expect((await visitor(stack).passwordLogin(`${person}@example.com`)).body['outcome']).toBe('signed_in')
    })
  },
)

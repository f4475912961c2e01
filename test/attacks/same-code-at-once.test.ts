import { describe, expect } from 'vitest'
import type { TestResponse } from '../support/caller.ts'
import { visitor } from '../support/steps.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory copies the address that brought Minji's browser back from Kakao, or Minji's browser requests it twice by
 * itself. The same response of Kakao arrives twenty times at once, and each request finds the visit unused.
 * Defence: the visit is marked as used in the transaction of its effect, so one of twenty effects happens. Kakao also
 * redeems a code once.
 */

const it = testWithLedger()
it.beforeAll(({ stack }) => visitor(stack).signUp('minji'))

const twenty = <Result>(act: () => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: 20 }, act))

const statuses = (responses: readonly TestResponse[]): readonly number[] =>
  responses.map(({ status }) => status)
const ticketIn = ({ headers }: TestResponse): string | null =>
  new URL(headers.get('location') ?? 'http://none').searchParams.get('ticket')

describe('the same code, twenty times at once', () => {
  it('signs a member in once by the direct flow', async ({ stack, ledger }) => {
    const minji = visitor(stack)
    await minji.startDirect()
    const credential = Object.fromEntries(new URL(minji.consent('minji')).searchParams)
    const before = await ledger.count('session')
    const responses = await twenty(() => minji.finishDirect(credential))
    expect(statuses(responses).filter((status) => status === 200)).toHaveLength(1)
    expect(statuses(responses).filter((status) => status >= 500)).toEqual([])
    expect(await ledger.count('session')).toBe(before + 1)
  })

  it('makes one pending visit by the direct flow', async ({ stack, ledger }) => {
    const eunbi = visitor(stack)
    await eunbi.startDirect()
    const credential = Object.fromEntries(new URL(eunbi.consent('eunbi')).searchParams)
    const before = await ledger.count('pending')
    const responses = await twenty(() => eunbi.finishDirect(credential))
    expect(statuses(responses).filter((status) => status === 200)).toHaveLength(1)
    expect(statuses(responses).filter((status) => status >= 500)).toEqual([])
    expect(await ledger.count('pending')).toBe(before + 1)
  })

  it.for(['minji', 'eunbi'])('brings %s one outcome by the redirect flow', async (persona, { stack }) => {
    const browser = visitor(stack)
    await browser.startRedirect()
    const url = browser.consent(persona)
    const cookie = browser.cookies.header()
    const responses = await twenty(() => visitor(stack).call('GET', url, { headers: { cookie } }))
    expect(statuses(responses).filter((status) => status >= 500)).toEqual([])
    const redeemed: TestResponse[] = []
    for (const response of responses) {
      const ticket = ticketIn(response)
      if (ticket === null) continue
      const [held = ''] = response.headers
        .getSetCookie()
        .filter((line) => line.startsWith('__Host-ieum-ticket'))
      const body = { ticket, codeVerifier: browser.secret.codeVerifier }
      const headers = { cookie: held.split(';')[0] }
      redeemed.push(await visitor(stack).call('POST', '/token', { body, headers }))
    }
    expect(statuses(redeemed).filter((status) => status === 200)).toHaveLength(1)
  })
})

describe('the same ticket, twenty times at once', () => {
  it('opens one session', async ({ stack, ledger }) => {
    const minji = visitor(stack)
    await minji.startRedirect()
    const ticket = ticketIn(await minji.arrive('minji')) ?? ''
    const before = await ledger.count('session')
    const responses = await twenty(() => minji.redeem(ticket))
    expect(statuses(responses).toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 400)])
    expect(await ledger.count('session')).toBe(before + 1)
  })
})

import { describe, expect } from 'vitest'
import type { TestResponse } from '../support/caller.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * A browser requests one callback twice: a second press on the provider's page, a reload, a tab that comes back. It drops
 * the first response when the second request begins, so the second response has to lead on by itself.
 */

const it = testWithStack(() => {
  const keys = ['newcomer', 'eager', 'double', 'guest', 'member']
  return { personas: keys.map((key) => atKakao(key, { name: `김${key.length}` })) }
})

const ticketIn = ({ headers }: TestResponse): string | null =>
  new URL(headers.get('location') ?? 'http://none').searchParams.get('ticket')

/** What the client of the browser gets for the ticket of a response, with the cookie that came beside it. */
async function redeemed(stack: TestStack, browser: Visitor, response: TestResponse): Promise<TestResponse> {
  const [held = ''] = response.headers.getSetCookie().filter((line) => line.startsWith('__Host-ieum-ticket'))
  const body = { ticket: ticketIn(response), codeVerifier: browser.secret.codeVerifier }
  return visitor(stack).call('POST', '/token', { body, headers: { cookie: held.split(';')[0] } })
}

/** Sends both requests before either is answered, each with the cookies that the browser had. */
async function bothAtOnce(
  stack: TestStack,
  browser: Visitor,
  urls: readonly [string, string],
): Promise<readonly TestResponse[]> {
  const cookie = browser.cookies.header()
  return Promise.all(urls.map((url) => visitor(stack).call('GET', url, { headers: { cookie } })))
}

const says = ({ body }: TestResponse) => body['outcome'] ?? body['code']

describe('one callback, twice at the same instant', () => {
  it('with one code, brings a newcomer to the same sign-up by either response', async ({ stack }) => {
    const browser = visitor(stack)
    await browser.startRedirect()
    const url = browser.consent('newcomer')
    const responses = await bothAtOnce(stack, browser, [url, url])
    expect(responses.map(({ status }) => status)).toEqual([302, 302])
    // The browser shows the second response, and drops the first one.
    const outcomes = []
    for (const response of responses.toReversed())
      outcomes.push(says(await redeemed(stack, browser, response)))
    expect(outcomes).toEqual(['registration_required', 'invalid_ticket'])
  })

  it('with a code each, as when a person presses twice, makes one pending visit', async ({ stack }) => {
    const browser = visitor(stack)
    await browser.startRedirect()
    const responses = await bothAtOnce(stack, browser, [browser.consent('double'), browser.consent('double')])
    expect(responses.map(({ status }) => status)).toEqual([302, 302])
    const outcomes = []
    for (const response of responses) outcomes.push(says(await redeemed(stack, browser, response)))
    expect(outcomes).toEqual(['registration_required', 'invalid_ticket'])
  })

  it('with a code each, signs a member in once', async ({ stack }) => {
    const member = visitor(stack)
    await member.signUp('member')
    const browser = visitor(stack)
    await browser.startRedirect()
    const responses = await bothAtOnce(stack, browser, [browser.consent('member'), browser.consent('member')])
    expect(responses.map(({ status }) => status)).toEqual([302, 302])
    const outcomes = []
    for (const response of responses.toReversed())
      outcomes.push(says(await redeemed(stack, browser, response)))
    expect(outcomes).toEqual(['signed_in', 'invalid_ticket'])
  })

  it('brings another browser nothing, though it comes at the same instant', async ({ stack }) => {
    const browser = visitor(stack)
    await browser.startRedirect()
    const url = browser.consent('guest')
    const stranger = visitor(stack)
    await stranger.startRedirect()
    const [own, other] = await Promise.all([browser.call('GET', url), stranger.call('GET', url)])
    expect([own.status, other.status]).toEqual([302, 400])
    expect(other.body['code']).toBe('invalid_transaction')
  })

  it('works once by the direct flow', async ({ stack }) => {
    const eager = visitor(stack)
    await eager.startDirect()
    const credential = Object.fromEntries(new URL(eager.consent('eager')).searchParams)
    const responses = await Promise.all([eager.finishDirect(credential), eager.finishDirect(credential)])
    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 400])
    expect(responses.map(says)).toContain('registration_required')
  })
})

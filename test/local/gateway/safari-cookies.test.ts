import { describe, expect } from 'vitest'
import { visitor } from '../../support/steps.ts'
import type { TestStack } from '../../support/test-stack.ts'
import { testWithStack } from '../../support/test-with-stack.ts'

const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15'
const chrome =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

const it = testWithStack()

/** A browser that calls itself so. It keeps cookies as Safari does: none that is `Secure`. */
function browserOf(stack: TestStack, agent: string) {
  const held = new Map<string, string>()
  const lines: string[] = []
  return {
    held,
    lines,
    async call(method: 'GET' | 'POST', url: string, body?: object) {
      const cookie = [...held].map((pair) => pair.join('=')).join('; ')
      const headers = { 'user-agent': agent, cookie, origin: stack.origin }
      const response = await visitor(stack).call(method, url, { headers, ...(body && { body }) })
      for (const line of response.headers.getSetCookie()) {
        lines.push(line)
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (!/; Secure(;|$)/.test(line) && !name.startsWith('__')) held.set(name, value)
      }
      return response
    },
  }
}

describe('on a laptop, Safari', () => {
  it('signs in and renews by cookies that it takes', async ({ stack }) => {
    const who = visitor(stack)
    await who.signUp('minji')
    const browser = browserOf(stack, safari)
    await who.startRedirect()
    const start = new URLSearchParams({
      clientId: 'web',
      redirectUri: `${stack.origin}/demo/`,
      codeChallenge: who.secret.codeChallenge,
      state: 'state-of-the-client',
    })
    const started = await browser.call('GET', `/login/kakao?${start}`)
    who.authorizationUrl = started.headers.get('location') ?? ''
    const back = await browser.call('GET', who.consent('minji'))
    const ticket = new URL(back.headers.get('location') ?? '').searchParams.get('ticket')
    const redeemed = await browser.call('POST', '/token', { ticket, codeVerifier: who.secret.codeVerifier })
    expect(redeemed.body['outcome']).toBe('signed_in')
    expect([...browser.held.keys()].every((name) => name.startsWith('on-this-laptop-ieum-'))).toBe(true)
    expect(browser.lines.join()).not.toMatch(/Secure|SameSite=None/)
    expect((await browser.call('POST', '/token', {})).status).toBe(200)
  })

  it('is not taken for Chrome, which gets the cookies as they are', async ({ stack }) => {
    const browser = browserOf(stack, chrome)
    const response = await browser.call('POST', '/login/kakao', {
      clientId: 'web',
      flow: 'redirect',
      redirectUri: `${stack.origin}/demo/`,
      codeChallenge: visitor(stack).secret.codeChallenge,
    })
    expect(response.status).toBe(200)
    expect(browser.lines).toHaveLength(1)
    expect(browser.lines[0]).toMatch(/^__Host-ieum-visit-.*; Secure; /)
  })
})

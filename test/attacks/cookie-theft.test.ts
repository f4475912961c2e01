import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { writesNothing } from './nothing-written.ts'

/*
 * Mallory has a script on one of our pages, a sibling domain, or an ear on the wire. She wants Minji's cookies, or
 * wants to replace them by her own.
 * Defence: every cookie is `__Host-` (RFC 6265bis, section 4.1.3.2): for this host alone, for all its paths, over
 * https only, and hidden from scripts. Cookies never grow until a browser drops them or the gateway refuses the
 * headers, which would lock Minji out.
 */
const it = testWithStack()

/** The most that a browser stores of one cookie, name and value (RFC 6265bis, section 5.6). */
const mostOfACookie = 4096
/** The most that the gateway accepts of all headers together (API Gateway quotas for HTTP APIs). */
const mostOfHeaders = 10_240

interface Line {
  readonly name: string
  readonly size: number
  readonly attributes: readonly string[]
}

function read(line: string): Line {
  const [pair = '', ...attributes] = line.split('; ')
  return { name: pair.slice(0, pair.indexOf('=')), size: pair.length, attributes }
}

/** Every cookie from the first click to the sign-out. */
async function cookiesOfAWholeLife(stack: TestStack): Promise<readonly Line[]> {
  const minji = visitor(stack)
  const lines: string[] = []
  const note = ({ headers }: { readonly headers: Headers }) => lines.push(...headers.getSetCookie())
  note(await minji.startRedirect())
  const arrived = await minji.arrive('minji')
  note(arrived)
  note(await minji.redeemAt(arrived))
  note(await minji.register())
  note(await minji.refresh())
  note(await minji.logout())
  return lines.map(read)
}

describe('a cookie', () => {
  it('belongs to this host alone, and no script sees it', async ({ stack }) => {
    const cookies = await cookiesOfAWholeLife(stack)
    expect(new Set(cookies.map(({ name }) => name.replace(/(visit|ticket)-[\w-]{16}$/, '$1-')))).toEqual(
      new Set([
        '__Host-ieum-visit-',
        '__Host-ieum-ticket-',
        '__Host-ieum-refresh-web',
        '__Host-ieum-device-web',
      ]),
    )
    for (const { name, attributes, size } of cookies) {
      expect(name).toMatch(/^__Host-/)
      expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'Secure', 'HttpOnly']))
      expect(attributes.some((attribute) => /^domain=/i.test(attribute))).toBe(false)
      expect(attributes.filter((attribute) => attribute.startsWith('Max-Age='))).toHaveLength(1)
      expect(size).toBeLessThanOrEqual(mostOfACookie)
    }
  })

  it('stays in the browser when another site asks, except for the visit that the provider ends', async ({
    stack,
  }) => {
    for (const { name, attributes } of await cookiesOfAWholeLife(stack)) {
      const expected = name.startsWith('__Host-ieum-visit-') ? 'SameSite=Lax' : 'SameSite=Strict'
      expect(attributes).toContain(expected)
    }
  })

  it('of a finished visit brings a thief a ticket without its secrets, and no second visit', async ({
    stack,
  }) => {
    const minji = visitor(stack)
    await minji.startRedirect()
    const callback = minji.consent('minji')
    const back = await minji.call('GET', callback)
    const [name = '', value = ''] =
      Object.entries(minji.cookies.all()).find(([held]) => held.startsWith('__Host-ieum-visit-')) ?? []
    const thief = visitor(stack)
    const stolen = await thief.call('GET', callback, { headers: { cookie: `${name}=${value}` } })
    expect(stolen.headers.get('location')).toBe(back.headers.get('location'))
    expect(stolen.headers.getSetCookie()).toEqual([])
    const withoutTicket = value.slice(value.indexOf('~') + 1)
    const replay = () => thief.call('GET', callback, { headers: { cookie: `${name}=${withoutTicket}` } })
    // Kakao refuses the used code. The ticket that says so needs Minji's secrets as well, and is the only one.
    expect((await thief.redeemAt(await replay())).body['code']).toBe('invalid_ticket')
    expect((await replay()).body['code']).toBe('token_used')
    expect((await thief.redeemAt(stolen)).body['code']).toBe('invalid_ticket')
    expect(thief.accessToken).toBeUndefined()
  })

  it('is deleted after its use', async ({ stack }) => {
    const minji = visitor(stack)
    await minji.redirect('minji')
    // The visit's cookie holds nothing but a used visit, and ends with the ticket.
    const left = minji.cookies.lines().filter((line) => line.startsWith('__Host-ieum-visit-'))
    expect(left.every((line) => /; Max-Age=60;/.test(line))).toBe(true)
    await minji.logout()
    expect(minji.cookies.has(/^__Host-ieum-refresh-/)).toBe(false)
  })
})

describe('a visit', () => {
  it.for(['x', '"', '\\', '가', '\u{1f600}', '\u0001', '\u2028'])(
    'fits into its cookie, or does not start, for a state of any length of %j',
    async (letter, { stack }) => {
      for (const length of [1, 20, 100, 300, 500, 800]) {
        const minji = visitor(stack)
        const state = letter.repeat(length)
        const response = await minji.startRedirect({ state })
        const sizes = response.headers.getSetCookie().map((line) => read(line).size)
        if (response.status === 302) expect(sizes[0]).toBeLessThanOrEqual(mostOfACookie)
        else expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
      }
    },
  )

  it('locks out nobody who starts again and again without finishing', async ({ stack }) => {
    const minji = visitor(stack)
    for (let click = 0; click < 15; click += 1) {
      expect((await minji.startRedirect({ state: 's'.repeat(900) })).status).toBe(302)
      expect(minji.cookies.header()?.length).toBeLessThan(mostOfHeaders * 0.8)
    }
    expect((await minji.finishRedirect('joon')).body['outcome']).toBe('registration_required')
  })

  it('continues beside a second visit in another tab', async ({ stack }) => {
    const minji = visitor(stack)
    await minji.startRedirect()
    const first = { address: minji.consent('minji'), secret: minji.secret }
    expect((await minji.redirect('minji')).status).toBe(200)
    const arrived = await minji.call('GET', first.address)
    minji.secret = first.secret
    expect((await minji.redeemAt(arrived)).status).toBe(200)
  })
})

describe('many cookies', () => {
  it('of other people do not hide the valid one', async ({ stack }) => {
    const minji = visitor(stack)
    await minji.startRedirect()
    const address = minji.consent('minji')
    const noise = Array.from({ length: 60 }, (_, index) => `c${index}=${index}`)
    const cookie = [...noise, minji.cookies.header(), '=x', 'x', '', ';;'].join('; ')
    const response = await minji.call('GET', address, { headers: { cookie } })
    expect(response.status).toBe(302)
  })

  it('of one client renew no session when there are two', async ({ stack }) => {
    const minji = visitor(stack)
    await minji.signUp('taeyang')
    const cookie = minji.cookies.header() ?? ''
    const attack = () =>
      minji.call('POST', '/token', { body: {}, headers: { cookie: `${cookie}; ${cookie}` } })
    expect(await writesNothing(stack, attack)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  })
})

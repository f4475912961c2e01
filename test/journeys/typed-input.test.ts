import { describe, expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { newSecret, usualPassword, visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* What people type, and what browsers do on their own, costs nobody a sign-in. */

const it = testWithStack(() => {
  const names = ['눈', '비', '해']
  const cast = ['prefetched', 'x', 'down'].map((key, index) => atKakao(key, { name: `김${names[index]}` }))
  return { casts: { kakao: cast } }
})
it.beforeAll(({ stack }) =>
  settle(stack, { email: 'hong@example.com', name: '홍길동', password: usualPassword }),
)

describe('a prefetch of the callback', () => {
  it.for([
    ['Sec-Purpose', 'prefetch;prerender'],
    ['Purpose', 'prefetch'],
    ['X-Moz', 'prefetch'],
  ] as const)('by %s answers 204 and uses nothing', async ([name, value], { stack }) => {
    const who = visitor(stack)
    await who.startRedirect()
    const callback = who.consent('prefetched')
    const prefetched = await who.call('GET', callback, { headers: { [name]: value } })
    expect(prefetched.status).toBe(204)
    const navigated = await who.call('GET', callback)
    expect(navigated.status).toBe(302)
    expect((await who.redeemAt(navigated)).body['outcome']).toBe('registration_required')
  })
})

describe('a callback that the same browser asks for again', () => {
  it('sends it on with the same ticket, which works once', async ({ stack }) => {
    const who = visitor(stack)
    await who.startRedirect()
    const callback = who.consent('prefetched')
    const [first, again] = [await who.call('GET', callback), await who.call('GET', callback)]
    expect([first.status, again.status]).toEqual([302, 302])
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
    expect((await who.redeemAt(again)).body['outcome']).toBe('registration_required')
    expect((await who.redeemAt(first)).body['code']).toBe('invalid_ticket')
  })

  it('tells another browser, or another visit of this one, nothing', async ({ stack }) => {
    const [who, other] = [visitor(stack), visitor(stack)]
    await who.startRedirect()
    const callback = who.consent('prefetched')
    await who.call('GET', callback)
    await other.startRedirect()
    expect((await other.call('GET', callback)).body['code']).toBe('invalid_transaction')
    await who.startRedirect()
    const next = await who.call('GET', who.consent('prefetched'))
    expect(next.headers.get('location')).not.toBe((await who.call('GET', callback)).headers.get('location'))
  })
})

describe('a visit that took too long', () => {
  it.for([
    ['app', 'http://127.0.0.1:53682/done'],
    ['web', ''],
  ] as const)(
    'goes back to its own client %s, which hears that it is over',
    async ([client, at], { stack }) => {
      const who = visitor(stack, { client })
      await who.startRedirect()
      const callback = who.consent('x')
      stack.advanceClock(660)
      const back = await who.call('GET', callback)
      expect(back.status).toBe(302)
      const location = new URL(back.headers.get('location') ?? '')
      if (at !== '') expect(location.href.startsWith(at)).toBe(true)
      expect(location.searchParams.get('state')).toBe(who.state)
      expect((await who.redeemAt(back)).body['code']).toBe('invalid_transaction')
      expect((await who.call('GET', callback)).headers.get('location')).toBe(location.href)
    },
  )

  it.for([
    ['in another browser', 660, true],
    ['more than an hour later', 3601, false],
  ] as const)('is a plain page %s', async ([_, seconds, isForeign], { stack }) => {
    const who = visitor(stack, { client: 'app' })
    await who.startRedirect()
    const callback = who.consent('x')
    stack.advanceClock(seconds)
    const browser = isForeign ? visitor(stack, { client: 'app' }) : who
    const page = await browser.call('GET', callback)
    expect([page.status, page.body['code']]).toEqual([400, 'invalid_transaction'])
  })
})

describe('a code', () => {
  it.for([
    ['a space in the middle', (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`],
    ['a hyphen', (code: string) => `${code.slice(0, 3)}-${code.slice(3)}`],
    ['spaces around', (code: string) => `\u00a0${code}\u200b\n`],
    [
      'full-width digits',
      (code: string) => code.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
    ],
  ] as const)('is taken with %s', async ([_, typed], { stack }) => {
    const who = visitor(stack)
    const to = `${newSecret()
      .codeVerifier.slice(0, 8)
      .toLowerCase()
      .replace(/[^a-z0-9]/g, 'x')}@example.com`
    await who.sendCode(to, 'sign_up')
    expect(await who.confirmCode(typed(await who.codeFromOutbox(to)))).toMatchObject({ status: 200 })
  })

  it.for(['12345', '1234567', '12a456', '１２３４５'])('like %s is refused', async (code, { stack }) => {
    const who = visitor(stack)
    const { errors } = (await who.confirmCode(code, { verificationId: 'any' })).body
    expect(errors).toMatchObject([{ pointer: '/code' }])
  })
})

describe('an address at the password door', () => {
  it.for(['hong@example.com ', '\u00a0hong@example.com\u200b', '\u3000hong@example.com\n'])(
    'is taken with invisible edges: %j',
    async (typed, { stack }) => {
      expect(await visitor(stack).passwordLogin(typed)).toMatchObject({ status: 200 })
    },
  )

  it('is not repaired inside', async ({ stack }) => {
    expect(await visitor(stack).passwordLogin('hong@exa\u200bmple.com')).toMatchObject({ status: 400 })
  })

  it('never lends its cleaning to the password', async ({ stack }) => {
    const response = await visitor(stack).passwordLogin('hong@example.com', `${usualPassword} `)
    expect(response.body['code']).toBe('invalid_credentials')
  })
})

describe('a name', () => {
  it.for(['\u3164', '\u3164\u2800', '\u115f\u1160', ' \u200b '])(
    'that shows nothing is refused at /name: %j',
    async (name, { stack }) => {
      const who = visitor(stack)
      await who.prove(`nobody${name.codePointAt(0)}${name.length}@example.com`, 'sign_up')
      const response = await who.registerByEmail({ name })
      expect(response.status).toBe(400)
      expect(response.body['errors']).toContainEqual(expect.objectContaining({ pointer: '/name' }))
    },
  )

  it('is composed, and keeps a joiner between letters', async ({ stack }) => {
    const who = visitor(stack)
    await who.prove('joiner@example.com', 'sign_up')
    const name = 'e\u0301سید\u200cعلی'
    expect(await who.registerByEmail({ name })).toMatchObject({ status: 201 })
    expect((await who.call('GET', '/me', { bearer: who.accessToken })).body['name']).toBe('éسید\u200cعلی')
  })

  it('with half of a surrogate pair is refused', async ({ stack }) => {
    const who = visitor(stack)
    await who.prove('half@example.com', 'sign_up')
    expect((await who.registerByEmail({ name: '\ud800' })).status).toBe(400)
  })
})

describe('an error in the address of a direct callback', () => {
  it.for([
    ['x', 400, 'provider_denied'],
    ['invalid_scope', 400, 'provider_denied'],
    ['access_denied', 400, 'provider_denied'],
    ['server_error', 502, 'provider_unavailable'],
    ['temporarily_unavailable', 502, 'provider_unavailable'],
  ] as const)('%s answers %i %s', async ([error, status, code], { stack }) => {
    const who = visitor(stack)
    const { body } = await who.startDirect()
    const response = await who.finishDirect({ error, state: body['state'] })
    expect([response.status, response.body['code']]).toEqual([status, code])
  })

  it('without a state is bad input', async ({ stack }) => {
    const who = visitor(stack)
    await who.startDirect()
    expect(await who.finishDirect({ error: 'x' })).toMatchObject({ status: 400 })
  })
})

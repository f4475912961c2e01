import { describe, expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { textIn } from '../support/read-response.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* A mobile app calls the API itself, and sends its member to the provider in the system browser (RFC 8252). */

const email = 'member@example.com'
const it = testWithStack(() => {
  const cast = ['linked', 'stranger', 'late', 'foreign'].map((key, index) =>
    atKakao(key, { name: `김${'가나다라'[index]}` }),
  )
  return { casts: { kakao: cast } }
})
it.beforeAll(({ stack }) => settle(stack, { email, name: '한회원', password: usualPassword }))

/** The app with its member signed in. Its calls carry no cookies. */
async function openApp(stack: TestStack): Promise<Visitor> {
  const app = visitor(stack, { client: 'app' })
  await app.passwordLogin(email)
  return app
}

/** Opens an address in a browser that has no cookie of the app. Gives the ticket that the app is opened with. */
async function visitIn(browser: Visitor, startUrl: string, persona: string): Promise<string> {
  const { headers } = await browser.call('GET', startUrl)
  browser.authorizationUrl = headers.get('location') ?? ''
  const back = await browser.arrive(persona)
  return new URL(back.headers.get('location') ?? '').searchParams.get('ticket') ?? ''
}

describe('the address that starts a visit in the system browser', () => {
  it('links a provider to the member of the app, and re-authenticates the member', async ({ stack }) => {
    const app = await openApp(stack)
    for (const [intent, outcome] of [
      ['link', 'linked'],
      ['reauth', 'reauthenticated'],
    ] as const) {
      const startUrl = textIn(await app.startMemberRedirect(intent), 'startUrl')
      const ticket = await visitIn(visitor(stack, { client: 'app' }), startUrl, 'linked')
      expect((await app.redeem(ticket)).body['outcome']).toBe(outcome)
    }
  })

  it('works for a minute', async ({ stack }) => {
    const app = await openApp(stack)
    const startUrl = textIn(await app.startMemberRedirect('link'), 'startUrl')
    stack.advanceClock(61)
    const { status, body } = await visitor(stack).call('GET', startUrl)
    expect([status, body['code']]).toEqual([400, 'invalid_transaction'])
  })

  it('brings a stranger who opens it nothing without the secret of the app', async ({ stack }) => {
    const app = await openApp(stack)
    const startUrl = textIn(await app.startMemberRedirect('link'), 'startUrl')
    const ticket = await visitIn(visitor(stack, { client: 'app' }), startUrl, 'stranger')
    const response = await visitor(stack, { client: 'app' }).redeem(ticket)
    expect(response.body['code']).toBe('invalid_ticket')
    expect((await app.redeem(ticket)).body['code']).toBe('invalid_ticket')
  })

  it('starts a visit that has one effect, in whatever number of browsers it is opened', async ({ stack }) => {
    const app = await openApp(stack)
    const startUrl = textIn(await app.startMemberRedirect('link'), 'startUrl')
    const [first, second] = [visitor(stack, { client: 'app' }), visitor(stack, { client: 'app' })]
    expect(await visitIn(first, startUrl, 'stranger')).not.toBe('')
    second.authorizationUrl = (await second.call('GET', startUrl)).headers.get('location') ?? ''
    expect((await second.arrive('foreign')).body['code']).toBe('token_used')
  })

  it('is used by no prefetch, and is of one provider', async ({ stack }) => {
    const app = await openApp(stack)
    const startUrl = textIn(await app.startMemberRedirect('link'), 'startUrl')
    const browser = visitor(stack)
    const prefetched = await browser.call('GET', startUrl, { headers: { 'Sec-Purpose': 'prefetch' } })
    expect([prefetched.status, browser.cookies.lines()]).toEqual([204, []])
    const elsewhere = await browser.call('GET', startUrl.replace('/login/kakao', '/login/naver'))
    expect(elsewhere.body['code']).toBe('invalid_transaction')
  })

  it('is none for a web client, whose browser has the cookie already', async ({ stack }) => {
    const web = visitor(stack)
    await web.passwordLogin(email)
    const { body } = await web.startMemberRedirect('link')
    expect(body).not.toHaveProperty('startUrl')
    const query = new URLSearchParams({ start: [...Object.values(web.cookies.all())].join('') })
    expect(await visitor(stack).call('GET', `/login/kakao?${query}`)).toMatchObject({ status: 400 })
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'
import { writesNothing } from './nothing-written.ts'
import { rawRequest } from './raw-request.ts'

/*
 * Mallory sends Minji a link to our own `/login` that would end at Mallory's address, with a ticket or with the trust
 * in our name (RFC 9700, section 4.11).
 * Defence: a redirect URI is compared exactly with the client's registered list before anything else. Nothing is
 * parsed, decoded or completed, so no two readers can differ. The address is then sealed, and never requested again.
 */
let stack: TestStack
beforeAll(async () => {
  stack = await openTestStack()
})
afterAll(() => stack.stop())

const good = () => `${stack.origin}/demo/`
const host = () => new URL(stack.origin).host
const challenge = 'c'.repeat(43)

/** Made from the registered address, as close to it as possible. */
const near = [
  () => good().slice(0, -1),
  () => `${good()}x`,
  () => `${good()}../x`,
  () => `${good()}?next=//evil.example`,
  () => `${good()}#@evil.example`,
  () => `${good()} `,
  () => ` ${good()}`,
  () => `${good()}\n`,
  () => `${good()}\r\nset-cookie: a=b`,
  () => `${good()}\0`,
  () => good().toUpperCase(),
  () => good().replace('http:', 'https:'),
  () => good().replace('http:', 'HTTP:'),
  () => good().replace('localhost', 'localhost.evil.example'),
  () => good().replace('localhost', 'evil.example'),
  () => good().replace('localhost', '127.0.0.1'),
  () => good().replace('//', '//evil.example@'),
  () => good().replace('//', `//${host()}@evil.example/`),
  () => good().replace('//', '/'),
  () => good().replace('//', '\\\\'),
  () => encodeURIComponent(good()),
]

const far = [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\t//evil.example',
  '\thttps://evil.example',
  'https:evil.example',
  '/%09/evil.example',
  '%2f%2fevil.example',
  '/demo/',
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'com.example.ieum:/done',
  'com.example.evil:/done',
  'evilapp://done',
  '',
  `https://evil.example/${'a'.repeat(6000)}`,
]

async function expectRefused(query: string): Promise<void> {
  const path = `/login/kakao?${query}`
  const response = await writesNothing(stack, () => rawRequest(stack, { method: 'GET', path }))
  expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  expect(response.headers['location']).toBeUndefined()
  expect(response.headers['set-cookie']).toBeUndefined()
  // A problem names the place of invalid input, and never shows the input.
  expect(response.text).not.toContain('evil')
}

const rest = `clientId=web&codeChallenge=${challenge}`

describe('an unregistered address', () => {
  it('gets no redirect, however close it looks', async () => {
    for (const uri of near) await expectRefused(`${rest}&${new URLSearchParams({ redirectUri: uri() })}`)
  })

  it.each(far)('gets no redirect: %j', async (uri) => {
    await expectRefused(`${rest}&${new URLSearchParams({ redirectUri: uri })}`)
  })

  it('is not replaced by the registered one beside it', async () => {
    const [mine, evil] = [encodeURIComponent(good()), encodeURIComponent('https://evil.example/')]
    await expectRefused(`${rest}&redirectUri=${mine}&redirectUri=${evil}`)
    await expectRefused(`${rest}&redirectUri=${evil}&redirectUri=${mine}`)
    await expectRefused(`${rest}&redirectUri[]=${mine}`)
    await expectRefused(`${rest}&redirectUri[0]=${evil}`)
    await expectRefused(`${rest}&redirectUri[href]=${mine}`)
    await expectRefused(`${rest}&redirect_uri=${mine}`)
    await expectRefused(rest)
  })

  it('is not lent by one client to another', async () => {
    const uri = encodeURIComponent('http://127.0.0.1:53682/done')
    await expectRefused(`${rest}&redirectUri=${uri}`)
    await expectRefused(`clientId=app&codeChallenge=${challenge}&redirectUri=${encodeURIComponent(good())}`)
    await expectRefused(
      `clientId=app&clientId=web&codeChallenge=${challenge}&redirectUri=${encodeURIComponent(good())}`,
    )
  })

  it.each([['https://evil.example/'], { href: 'x' }, 1, true, null, ''])(
    'starts no direct visit either: %j',
    async (redirectUri) => {
      const body = { clientId: 'web', codeChallenge: challenge, redirectUri }
      const response = await writesNothing(stack, () => visitor(stack).call('POST', '/login/kakao', { body }))
      expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    },
  )
})

describe('the return address', () => {
  it('is chosen at the start of the visit, whatever the callback says', async () => {
    const minji = visitor(stack)
    await minji.startRedirect()
    const evil =
      'redirectUri=https://evil.example/&redirect_uri=https://evil.example/&return_to=//evil.example'
    const response = await minji.call('GET', `${minji.consent('minji')}&${evil}`)
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toMatch(
      new RegExp(`^${good()}\\?ticket=[\\w.-]+&state=[\\w-]+$`),
    )
  })

  it('carries a state of the client as text alone', async () => {
    const minji = visitor(stack)
    const state = '\r\nlocation: https://evil.example/\r\n\r\n<script>&ticket=evil#'
    await minji.startRedirect({ state })
    const { headers } = await minji.arrive('minji')
    const back = new URL(headers.get('location') ?? '')
    expect(back.origin + back.pathname).toBe(good())
    expect(back.searchParams.get('state')).toBe(state)
    expect(back.searchParams.getAll('ticket')).toHaveLength(1)
    expect(back.hash).toBe('')
  })
})

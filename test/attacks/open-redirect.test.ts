import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { writesNothing } from './nothing-written.ts'
import { rawRequest } from './raw-request.ts'

/*
 * Mallory sends Minji a link to our own `/login` that would end at Mallory's address, with a ticket or with the trust
 * in our name (RFC 9700, section 4.11).
 * Defence: a redirect URI is compared exactly with the client's registered list before anything else. Nothing is
 * parsed, decoded or completed, so no two readers can differ. The address is then sealed, and never requested again.
 */
const it = testWithStack()

const good = (stack: TestStack) => `${stack.origin}/demo/`
const challenge = 'c'.repeat(43)

/** Made from the registered address, as close to it as possible. */
const near: ReadonlyArray<(good: string) => string> = [
  (good) => good.slice(0, -1),
  (good) => `${good}x`,
  (good) => `${good}../x`,
  (good) => `${good}?next=//evil.example`,
  (good) => `${good}#@evil.example`,
  (good) => `${good} `,
  (good) => ` ${good}`,
  (good) => `${good}\n`,
  (good) => `${good}\r\nset-cookie: a=b`,
  (good) => `${good}\0`,
  (good) => good.toUpperCase(),
  (good) => good.replace('http:', 'https:'),
  (good) => good.replace('http:', 'HTTP:'),
  (good) => good.replace('localhost', 'localhost.evil.example'),
  (good) => good.replace('localhost', 'evil.example'),
  (good) => good.replace('localhost', '127.0.0.1'),
  (good) => good.replace('//', '//evil.example@'),
  (good) => good.replace('//', `//${new URL(good).host}@evil.example/`),
  (good) => good.replace('//', '/'),
  (good) => good.replace('//', '\\\\'),
  (good) => encodeURIComponent(good),
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

async function expectRefused(stack: TestStack, query: string): Promise<void> {
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
  it('gets no redirect, however close it looks', async ({ stack }) => {
    for (const uri of near)
      await expectRefused(stack, `${rest}&${new URLSearchParams({ redirectUri: uri(good(stack)) })}`)
  })

  it.for(far)('gets no redirect: %j', async (uri, { stack }) => {
    await expectRefused(stack, `${rest}&${new URLSearchParams({ redirectUri: uri })}`)
  })

  it('is not replaced by the registered one beside it', async ({ stack }) => {
    const [mine, evil] = [encodeURIComponent(good(stack)), encodeURIComponent('https://evil.example/')]
    await expectRefused(stack, `${rest}&redirectUri=${mine}&redirectUri=${evil}`)
    await expectRefused(stack, `${rest}&redirectUri=${evil}&redirectUri=${mine}`)
    await expectRefused(stack, `${rest}&redirectUri[]=${mine}`)
    await expectRefused(stack, `${rest}&redirectUri[0]=${evil}`)
    await expectRefused(stack, `${rest}&redirectUri[href]=${mine}`)
    await expectRefused(stack, `${rest}&redirect_uri=${mine}`)
    await expectRefused(stack, rest)
  })

  it('is not lent by one client to another', async ({ stack }) => {
    const uri = encodeURIComponent('http://127.0.0.1:53682/done')
    await expectRefused(stack, `${rest}&redirectUri=${uri}`)
    await expectRefused(
      stack,
      `clientId=app&codeChallenge=${challenge}&redirectUri=${encodeURIComponent(good(stack))}`,
    )
    await expectRefused(
      stack,
      `clientId=app&clientId=web&codeChallenge=${challenge}&redirectUri=${encodeURIComponent(good(stack))}`,
    )
  })

  it.for([['https://evil.example/'], { href: 'x' }, 1, true, null, ''])(
    'starts no direct visit either: %j',
    async (redirectUri, { stack }) => {
      const body = { clientId: 'web', codeChallenge: challenge, redirectUri }
      const response = await writesNothing(stack, () => visitor(stack).call('POST', '/login/kakao', { body }))
      expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    },
  )
})

describe('the return address', () => {
  it('is chosen at the start of the visit, whatever the callback says', async ({ stack }) => {
    const minji = visitor(stack)
    await minji.startRedirect()
    const evil =
      'redirectUri=https://evil.example/&redirect_uri=https://evil.example/&return_to=//evil.example'
    const response = await minji.call('GET', `${minji.consent('minji')}&${evil}`)
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toMatch(
      new RegExp(`^${good(stack)}\\?ticket=[\\w.-]+&state=[\\w-]+$`),
    )
  })

  it('carries a state of the client as text alone', async ({ stack }) => {
    const minji = visitor(stack)
    const state = '\r\nlocation: https://evil.example/\r\n\r\n<script>&ticket=evil#'
    await minji.startRedirect({ state })
    const { headers } = await minji.arrive('minji')
    const back = new URL(headers.get('location') ?? '')
    expect(back.origin + back.pathname).toBe(good(stack))
    expect(back.searchParams.get('state')).toBe(state)
    expect(back.searchParams.getAll('ticket')).toHaveLength(1)
    expect(back.hash).toBe('')
  })
})

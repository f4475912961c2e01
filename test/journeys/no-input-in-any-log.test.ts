import { describe, expect } from 'vitest'
import { type Route, routes } from '../../lib/routes/routes.ts'
import { type Overheard, overhear } from '../support/overheard.ts'
import { visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/** Marks every name and value that is sent. */
const mark = 'canary'

let heard: Overheard
const it = testWithStack()
it.beforeAll(() => {
  heard = overhear()
})
it.afterAll(() => {
  heard.stop()
})
it.afterEach(({ stack }) => {
  expect(`${heard.everything()} ${JSON.stringify(stack.log())}`).not.toContain(mark)
})

describe('no input is logged', () => {
  const doors = Object.values<Route>(routes).flatMap(({ doors: some }) => some)
  const marked = (name: string) => `${mark}-${name}-${'x'.repeat(30)}`
  const headers = Object.fromEntries(
    ['accept-language', 'user-agent', 'referer', 'x-forwarded-for', 'x-request-id', 'x-amzn-trace-id'].map(
      (name) => [name, marked(name)],
    ),
  )
  const bodies = [
    `{"${marked('key')}":"${marked('value')}"}`,
    JSON.stringify(Object.fromEntries(everyField().map((name) => [name, marked(name)]))),
    JSON.stringify(Object.fromEntries(everyField().map((name) => [name, [marked(name)]]))),
    `{"${mark}`,
    mark,
  ]

  it.for(doors)('by the door $method $path', async ({ method, path }, { stack }) => {
    const target = path.replace('{provider}', 'kakao')
    const query = new URLSearchParams(everyField().map((name): [string, string] => [name, marked(name)]))
    for (const body of method === 'GET' ? [undefined] : bodies) {
      for (const more of [
        {
          authorization: `Bearer ${marked('bearer')}`,
          cookie: `__Host-ieum-refresh-web=${marked('cookie')}`,
        },
        { authorization: marked('authorization'), origin: `https://${mark}.example` },
        { 'content-type': marked('type'), cookie: `${marked('cookie')}=x` },
      ]) {
        const call = { body, headers: { ...headers, ...more } }
        const response = await visitor(stack).call(method, `${target}?${query}&${marked('q')}=1`, call)
        expect(response.status).toBeLessThan(500)
      }
    }
  })

  it('by the functions, not even the path', async ({ stack }) => {
    const before = heard.log.length
    // The request list of the laptop shows paths, so this word is not marked.
    await visitor(stack).call('GET', '/nightingale/nightingale')
    await visitor(stack).call('GET', '/callback/nightingale?state=nightingale')
    expect(heard.log.length).toBe(before + 2)
    expect(heard.log.join('\n')).not.toContain('nightingale')
  })
})

/** Every field name of the doors and providers. */
function everyField(): readonly string[] {
  return [
    ...['clientId', 'redirectUri', 'codeChallenge', 'codeVerifier', 'state', 'code', 'error', 'idToken'],
    ...['accessToken', 'transaction', 'ticket', 'refreshToken', 'registerToken', 'linkToken', 'provider'],
    ...['subject', 'name', 'consents', 'everywhere', 'email', 'phone', 'password', 'verificationToken'],
  ]
}

import { describe, expect } from 'vitest'
import { eventOf } from '../support/events.ts'
import { newSecret, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { askFunction } from './call-function.ts'
import { writesNothing } from './nothing-written.ts'

/*
 * Mallory encodes a part of the path or the query once more, or not at all, so the gateway and the function read
 * different values: a provider with a slash, a state with a parameter in it.
 * Defence: a provider is one of the known ids exactly, and a query is decoded once, like a form.
 */
const it = testWithStack()

const secret = newSecret()

describe('a path parameter', () => {
  it.for(['kakao/..', 'kakao%2F..', 'kak%61o', '../kakao', 'kakao\0', 'KAKAO', ' kakao', '{provider}', ''])(
    'is exactly the provider: %j',
    async (provider, { stack }) => {
      const body = { clientId: 'web', codeChallenge: secret.codeChallenge }
      const event = eventOf('POST /login/{provider}', { path: { provider }, body })
      const response = await writesNothing(stack, () => askFunction('login', event))
      expect(response.status).toBe(404)
    },
  )
})

describe('a raw query', () => {
  const start = async (stack: TestStack, state: string) => {
    const rest = new URLSearchParams({
      clientId: 'web',
      redirectUri: `${stack.origin}/demo/`,
      codeChallenge: secret.codeChallenge,
    })
    const query = `${rest}&state=${state}`
    return askFunction('login', eventOf('GET /login/{provider}', { path: { provider: 'kakao' }, query }))
  }

  it.for([
    ['a+b', 'a b'],
    ['a%2Bb', 'a+b'],
    ['a%20b', 'a b'],
    ['%EC%9D%B4%EC%9D%8C', '이음'],
    ['a%26ticket%3Dx', 'a&ticket=x'],
    ['a;b', 'a;b'],
    ['%zz', '%zz'],
  ] as const)('is decoded once, like a form: %s', async ([state, expected], { stack }) => {
    const response = await start(stack, state)
    expect(response.status).toBe(302)
    const person = visitor(stack)
    person.authorizationUrl = response.headers['location'] ?? ''
    const cookie = response.cookies.map((line) => line.split(';')[0]).join('; ')
    const back = await person.call('GET', person.consent('minji'), { headers: { cookie } })
    expect(new URL(back.headers.get('location') ?? '').searchParams.get('state')).toBe(expected)
  })

  it.for(['&&&', '=x', '%', '&state', '\0', '?state=x', '#'])(
    'does no harm when it is odd: %j',
    async (odd, { stack }) => {
      expect((await start(stack, `x&${odd}`)).status).toBeLessThan(500)
    },
  )
})

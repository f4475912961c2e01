import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { present } from './forgery.ts'
import { testWithLedger } from './ledger.ts'

/*
 * The header of an id_token names its key, and anybody can write anything there: a path, a piece of SQL, a book, a
 * list. Mallory hopes that the name is looked up somewhere, or that each unknown name makes ieum request Kakao's keys
 * again, until Kakao blocks us.
 * Defence: names are only compared with the keys that ieum has. An unknown name causes at most one request in 30
 * seconds, for all senders together.
 */

const it = testWithLedger()
const itWithNewStack = testWithLedger()
it.beforeAll(({ stack }) => visitor(stack).signUp('minji'))

const keysAskedFor = (stack: TestStack): number =>
  stack.kakao.requests.filter(({ path }) => path === '/.well-known/jwks.json').length

const show = (stack: TestStack, kid: unknown, header: Readonly<Record<string, unknown>> = {}) =>
  present(visitor(stack, { client: 'app' }), (nonce) =>
    stack.kakao.signIdToken({ nonce }, { kid, ...header }),
  )

const invalid = { status: 400, body: { code: 'provider_grant_invalid' } }

describe('the name of a key', () => {
  it('may be absent while there is one key', async ({ stack }) => {
    expect(await show(stack, undefined)).toMatchObject({ status: 200, body: { outcome: 'signed_in' } })
  })

  it.for([
    '../../../../dev/null',
    "' OR 1=1 --",
    '$(id)',
    'http://127.0.0.1/keys',
    '__proto__',
    'constructor',
    '',
    'k'.repeat(4000),
    '\u0000',
    0,
    null,
    true,
    ['a'],
    { toString: 'a' },
  ])('is refused without harm when it is %j', async (kid, { stack, ledger }) => {
    expect(await ledger.unchangedBy(() => show(stack, kid))).toMatchObject(invalid)
  })

  it('that nobody knows does not cause a request to Kakao each time', async ({ stack }) => {
    await show(stack, 'unknown')
    const before = keysAskedFor(stack)
    const responses = await Promise.all(
      Array.from({ length: 100 }, (_, index) => show(stack, `unknown-${index}`)),
    )
    expect(new Set(responses.map(({ body }) => body['code']))).toEqual(new Set(['provider_grant_invalid']))
    expect(keysAskedFor(stack)).toBe(before)
    expect(before).toBeLessThanOrEqual(2)
  })
})

describe('after Kakao starts to use a second key', () => {
  const it = itWithNewStack
  it('a token that names neither key is refused, by whichever key it was signed', async ({
    stack,
    ledger,
  }) => {
    await visitor(stack).signUp('minji')
    stack.kakao.rotateKeys()
    expect((await visitor(stack, { client: 'app' }).native('minji')).status).toBe(200)
    expect(await ledger.unchangedBy(() => show(stack, undefined))).toMatchObject(invalid)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'
import { present } from './forgery.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * The header of an id_token names its key, and anybody can write anything there: a path, a piece of SQL, a book, a
 * list. Mallory hopes that the name is looked up somewhere, or that each unknown name makes ieum request Kakao's keys
 * again, until Kakao blocks us.
 * Defence: names are only compared with the keys that ieum has. An unknown name causes at most one request in 30
 * seconds, for all senders together.
 */

let stack: TestStack
let ledger: Ledger
async function open(): Promise<void> {
  stack = await openTestStack()
  ledger = ledgerOf(stack)
  await visitor(stack).signUp('minji')
}
beforeAll(open)
afterAll(async () => {
  await ledger.isSound()
  await stack.stop()
})

const keysAskedFor = (): number =>
  stack.kakao.requests.filter(({ path }) => path === '/.well-known/jwks.json').length

const show = (kid: unknown, header: Readonly<Record<string, unknown>> = {}) =>
  present(visitor(stack, { client: 'app' }), (nonce) =>
    stack.kakao.signIdToken({ nonce }, { kid, ...header }),
  )

const invalid = { status: 400, body: { code: 'provider_grant_invalid' } }

describe('the name of a key', () => {
  it('may be absent while there is one key', async () => {
    expect(await show(undefined)).toMatchObject({ status: 200, body: { outcome: 'signed_in' } })
  })

  it.each([
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
  ])('is refused without harm when it is %j', async (kid) => {
    expect(await ledger.unchangedBy(() => show(kid))).toMatchObject(invalid)
  })

  it('that nobody knows does not cause a request to Kakao each time', async () => {
    await show('unknown')
    const before = keysAskedFor()
    const responses = await Promise.all(Array.from({ length: 100 }, (_, index) => show(`unknown-${index}`)))
    expect(new Set(responses.map(({ body }) => body['code']))).toEqual(new Set(['provider_grant_invalid']))
    expect(keysAskedFor()).toBe(before)
    expect(before).toBeLessThanOrEqual(2)
  })
})

describe('after Kakao starts to use a second key', () => {
  it('a token that names neither key is refused, by whichever key it was signed', async () => {
    await stack.stop()
    await open()
    stack.kakao.rotateKeys()
    expect((await visitor(stack, { client: 'app' }).native('minji')).status).toBe(200)
    expect(await ledger.unchangedBy(() => show(undefined))).toMatchObject(invalid)
  })
})

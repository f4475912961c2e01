import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { visitor } from '../support/steps.ts'
import { present } from './forgery.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * The header of an id_token names its key, and anybody can write anything there: a path, a piece of SQL, a book, a
 * list. Mallory hopes that the name is looked up somewhere, or that each unknown name makes ieum request Kakao's keys
 * again, until Kakao blocks us.
 * Defence: names are only compared with the keys that ieum has. An unknown name causes at most one request in 30
 * seconds, for all senders together.
 */

let house: TestHouse
let ledger: Ledger
async function open(): Promise<void> {
  house = await openHouse()
  ledger = ledgerOf(house)
  await visitor(house).signUp('minji')
}
beforeAll(open)
afterAll(async () => {
  await ledger.isSound()
  await house.stop()
})

const keysAskedFor = (): number =>
  house.kakao.requests.filter(({ path }) => path === '/.well-known/jwks.json').length

const show = (kid: unknown, header: Readonly<Record<string, unknown>> = {}) =>
  present(visitor(house, { client: 'app' }), (nonce) =>
    house.kakao.signIdToken({ nonce }, { kid, ...header }),
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
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => show(`unknown-${index}`)))
    expect(new Set(answers.map(({ body }) => body['code']))).toEqual(new Set(['provider_grant_invalid']))
    expect(keysAskedFor()).toBe(before)
    expect(before).toBeLessThanOrEqual(2)
  })
})

describe('after Kakao starts to use a second key', () => {
  it('a token that names neither key is refused, by whichever key it was signed', async () => {
    await house.stop()
    await open()
    house.kakao.rotateKeys()
    expect((await visitor(house, { client: 'app' }).native('minji')).status).toBe(200)
    expect(await ledger.unchangedBy(() => show(undefined))).toMatchObject(invalid)
  })
})

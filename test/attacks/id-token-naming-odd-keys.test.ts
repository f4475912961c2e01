import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { visitor } from '../support/steps.ts'
import { present } from './forgery.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * The header of an id_token names the key that signed it, and anyone can write anything there: a path, a
 * piece of SQL, a book, a list. Mallory hopes that the name is looked up somewhere, or that each name which
 * nobody knows makes us ask Kakao for its keys once more, until Kakao shuts us out.
 *
 * What stops it: names are compared with those of the keys that we have and are used for nothing else; an
 * unknown one makes us ask again at most once in 30 seconds, whoever sends it.
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
  it('need not be there while there is one key', async () => {
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
  ])('is refused, and nothing more, when it is %j', async (kid) => {
    expect(await ledger.unchangedBy(() => show(kid))).toMatchObject(invalid)
  })

  it('that nobody knows does not make us ask Kakao each time', async () => {
    await show('unknown')
    const before = keysAskedFor()
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => show(`unknown-${index}`)))
    expect(new Set(answers.map(({ body }) => body['code']))).toEqual(new Set(['provider_grant_invalid']))
    expect(keysAskedFor()).toBe(before)
    expect(before).toBeLessThanOrEqual(2)
  })
})

describe('after Kakao began to use a second key', () => {
  it('a token that names none of the two is refused, whichever of them signed it', async () => {
    await house.stop()
    await open()
    house.kakao.rotateKeys()
    expect((await visitor(house, { client: 'app' }).native('minji')).status).toBe(200)
    expect(await ledger.unchangedBy(() => show(undefined))).toMatchObject(invalid)
  })
})

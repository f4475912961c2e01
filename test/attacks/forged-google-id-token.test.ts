import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startAttacker } from '../providers/attacker.ts'
import { visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'
import { forged, hs256, present, rs256, unsigned } from './forgery.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Mallory signs in to our mobile app with Google, by an id_token that names Minji: unsigned, signed with an own key
 * or with Google's public key as a secret, made for another app at Google, or for another visit. Google has two
 * spellings of its issuer and may sign for several of our apps, so such checks are often loosened.
 * Defence: one algorithm, keys that Google publishes and the token cannot choose, a list of issuers, a list of our
 * own clients for `aud` and `azp`, and the nonce of this visit.
 */

let stack: TestStack
let ledger: Ledger
beforeAll(async () => {
  stack = await openTestStack()
  ledger = ledgerOf(stack)
  await visitor(stack, { provider: 'google' }).signUp('seoa')
})
afterAll(async () => {
  await ledger.isSound()
  await stack.stop()
})

let asked = 0
beforeEach(() => {
  asked = userinfos()
})
const google = () => stack.standIns.google
const userinfos = () => google().requests.filter(({ path }) => path === '/v1/userinfo').length

const app = () => visitor(stack, { client: 'app', provider: 'google' })
const show = (make: (nonce: string) => string) => ledger.unchangedBy(() => present(app(), make))
const claims = (nonce: string) => decodeJwt(google().signIdToken({ nonce }))
const header = () => decodeProtectedHeader(google().signIdToken())

const invalid = { status: 400, body: { code: 'provider_grant_invalid' } }
const notOurs = { status: 401, body: { code: 'provider_token_not_ours' } }
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

it('an honest id_token signs in its person', async () => {
  const response = await present(app(), (nonce) => google().signIdToken({ nonce }))
  expect(response).toMatchObject({ status: 200, body: { outcome: 'signed_in', created: false } })
})

describe('a signature that is not Google’s', () => {
  it.each(['none', 'None', '', undefined])('is missing (alg %j)', async (alg) => {
    expect(await show((nonce) => forged({ alg, typ: 'JWT' }, claims(nonce), unsigned))).toMatchObject(invalid)
  })

  it('is made with the public key as a secret', async () => {
    const pem = google().publicPem()
    const der = createPublicKey(pem).export({ type: 'spki', format: 'der' })
    for (const secret of [pem, der]) {
      const make = (nonce: string) => forged({ ...header(), alg: 'HS256' }, claims(nonce), hs256(secret))
      expect(await show(make)).toMatchObject(invalid)
    }
  })

  it('is made with an own key, under the name of Google’s', async () => {
    expect(await show((nonce) => forged(header(), claims(nonce), rs256(privateKey)))).toMatchObject(invalid)
  })

  it('brings its key along, or names its address', async () => {
    const jwk = publicKey.export({ format: 'jwk' })
    const attacker = await startAttacker(JSON.stringify({ keys: [{ ...jwk, kid: 'mine' }] }))
    const url = `${attacker.origin}/keys`
    const x5c = [Buffer.from('certificate').toString('base64')]
    for (const bait of [{ jwk }, { jku: url, kid: 'mine' }, { x5u: url, kid: 'mine' }, { x5c }]) {
      const make = (nonce: string) => forged({ ...header(), ...bait }, claims(nonce), rs256(privateKey))
      expect(await show(make)).toMatchObject(invalid)
    }
    expect(attacker.asked).toEqual([])
    await attacker.stop()
  })

  it('is Kakao’s, about the same person and for the same app', async () => {
    const make = (nonce: string) => stack.kakao.signIdToken({ ...claims(nonce) })
    expect(await show(make)).toMatchObject(invalid)
  })
})

describe('an id_token that Google signed', () => {
  it.each([
    ['for another app', { aud: 'another.apps.googleusercontent.com' }],
    ['for our app and another one', () => ({ aud: [decodeJwt(google().signIdToken()).aud, 'another'] })],
    ['for our app, presented by another one', { azp: 'another.apps.googleusercontent.com' }],
    [
      'for our app in other letters',
      () => ({ aud: `${decodeJwt(google().signIdToken()).aud}`.toUpperCase() }),
    ],
  ])('%s is not ours', async (_, changes) => {
    const more = typeof changes === 'function' ? changes() : changes
    expect(await show((nonce) => google().signIdToken({ nonce, ...more }))).toMatchObject(notOurs)
    expect(userinfos()).toBe(asked)
  })

  const minute = 60
  const now = () => Math.floor(Date.now() / 1000)
  it.each([
    ['of the real Google, in a stack that knows another', () => ({ iss: 'https://accounts.google.com' })],
    ['of its other spelling', () => ({ iss: google().origin.replace('http://', '') })],
    ['of nobody', () => ({ iss: undefined })],
    ['that has run out', () => ({ iat: now() - 70 * minute, exp: now() - 10 * minute })],
    ['that never runs out', () => ({ exp: undefined })],
    ['that runs out as text', () => ({ exp: '9999999999' })],
    ['from tomorrow', () => ({ iat: now() + 1440 * minute, exp: now() + 1500 * minute })],
    ['of another visit', () => ({ nonce: 'another' })],
    ['of no visit', () => ({ nonce: undefined })],
    ['about nobody', () => ({ sub: undefined })],
    ['about a number', () => ({ sub: 101 })],
  ])('%s is invalid', async (_, changes) => {
    expect(await show((nonce) => google().signIdToken({ nonce, ...changes() }))).toMatchObject(invalid)
    expect(userinfos()).toBe(asked)
  })

  it('counts once', async () => {
    const person = app()
    const { body } = await person.startDirect()
    const idToken = google().signIdToken({ nonce: String(body['nonce']) })
    expect((await person.finishDirect({ idToken })).status).toBe(200)
    expect(await person.finishDirect({ idToken })).toMatchObject({
      status: 409,
      body: { code: 'token_used' },
    })
    expect((await show(() => idToken)).status).toBe(400)
  })
})

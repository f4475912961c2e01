import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect } from 'vitest'
import { startAttacker } from '../providers/attacker.ts'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { forged, hs256, present, rs256, unsigned } from './forgery.ts'
import { type Ledger, testWithLedger } from './ledger.ts'

/*
 * Mallory signs in to our mobile app with Google, by an id_token that names Minji: unsigned, signed with an own key
 * or with Google's public key as a secret, made for another app at Google, or for another visit. Google has two
 * spellings of its issuer and may sign for several of our apps, so such checks are often loosened.
 * Defence: one algorithm, keys that Google publishes and the token cannot choose, a list of issuers, a list of our
 * own clients for `aud` and `azp`, and the nonce of this visit.
 */

const it = testWithLedger()
it.beforeAll(({ stack }) => visitor(stack, { provider: 'google' }).signUp('seoa'))

let asked = 0
it.beforeEach(({ stack }) => {
  asked = userinfos(stack)
})
const google = (stack: TestStack) => stack.standIns.google
const userinfos = (stack: TestStack) =>
  google(stack).requests.filter(({ path }) => path === '/v1/userinfo').length

const app = (stack: TestStack) => visitor(stack, { client: 'app', provider: 'google' })
const show = (stack: TestStack, ledger: Ledger, make: (nonce: string) => string) =>
  ledger.unchangedBy(() => present(app(stack), make))
const claims = (stack: TestStack, nonce: string) => decodeJwt(google(stack).signIdToken({ nonce }))
const header = (stack: TestStack) => decodeProtectedHeader(google(stack).signIdToken())

const invalid = { status: 400, body: { code: 'provider_grant_invalid' } }
const notOurs = { status: 401, body: { code: 'provider_token_not_ours' } }
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

it('an honest id_token signs in its person', async ({ stack }) => {
  const response = await present(app(stack), (nonce) => google(stack).signIdToken({ nonce }))
  expect(response).toMatchObject({ status: 200, body: { outcome: 'signed_in', created: false } })
})

describe('a signature that is not Google’s', () => {
  it.for(['none', 'None', '', undefined])('is missing (alg %j)', async (alg, { stack, ledger }) => {
    expect(
      await show(stack, ledger, (nonce) => forged({ alg, typ: 'JWT' }, claims(stack, nonce), unsigned)),
    ).toMatchObject(invalid)
  })

  it('is made with the public key as a secret', async ({ stack, ledger }) => {
    const pem = google(stack).publicPem()
    const der = createPublicKey(pem).export({ type: 'spki', format: 'der' })
    for (const secret of [pem, der]) {
      const make = (nonce: string) =>
        forged({ ...header(stack), alg: 'HS256' }, claims(stack, nonce), hs256(secret))
      expect(await show(stack, ledger, make)).toMatchObject(invalid)
    }
  })

  it('is made with an own key, under the name of Google’s', async ({ stack, ledger }) => {
    expect(
      await show(stack, ledger, (nonce) => forged(header(stack), claims(stack, nonce), rs256(privateKey))),
    ).toMatchObject(invalid)
  })

  it('brings its key along, or names its address', async ({ stack, ledger }) => {
    const jwk = publicKey.export({ format: 'jwk' })
    const attacker = await startAttacker(JSON.stringify({ keys: [{ ...jwk, kid: 'mine' }] }))
    const url = `${attacker.origin}/keys`
    const x5c = [Buffer.from('certificate').toString('base64')]
    for (const bait of [{ jwk }, { jku: url, kid: 'mine' }, { x5u: url, kid: 'mine' }, { x5c }]) {
      const make = (nonce: string) =>
        forged({ ...header(stack), ...bait }, claims(stack, nonce), rs256(privateKey))
      expect(await show(stack, ledger, make)).toMatchObject(invalid)
    }
    expect(attacker.asked).toEqual([])
    await attacker.stop()
  })

  it('is Kakao’s, about the same person and for the same app', async ({ stack, ledger }) => {
    const make = (nonce: string) => stack.kakao.signIdToken({ ...claims(stack, nonce) })
    expect(await show(stack, ledger, make)).toMatchObject(invalid)
  })
})

describe('an id_token that Google signed', () => {
  it.for([
    ['for another app', { aud: 'another.apps.googleusercontent.com' }],
    [
      'for our app and another one',
      (stack: TestStack) => ({ aud: [decodeJwt(google(stack).signIdToken()).aud, 'another'] }),
    ],
    ['for our app, presented by another one', { azp: 'another.apps.googleusercontent.com' }],
    [
      'for our app in other letters',
      (stack: TestStack) => ({ aud: `${decodeJwt(google(stack).signIdToken()).aud}`.toUpperCase() }),
    ],
  ] as const)('%s is not ours', async ([_, changes], { stack, ledger }) => {
    const more = typeof changes === 'function' ? changes(stack) : changes
    expect(await show(stack, ledger, (nonce) => google(stack).signIdToken({ nonce, ...more }))).toMatchObject(
      notOurs,
    )
    expect(userinfos(stack)).toBe(asked)
  })

  const minute = 60
  const now = () => Math.floor(Date.now() / 1000)
  it.for([
    ['of the real Google, in a stack that knows another', () => ({ iss: 'https://accounts.google.com' })],
    ['of its other spelling', (stack: TestStack) => ({ iss: google(stack).origin.replace('http://', '') })],
    ['of nobody', () => ({ iss: undefined })],
    ['that has run out', () => ({ iat: now() - 70 * minute, exp: now() - 10 * minute })],
    ['that never runs out', () => ({ exp: undefined })],
    ['that runs out as text', () => ({ exp: '9999999999' })],
    ['from tomorrow', () => ({ iat: now() + 1440 * minute, exp: now() + 1500 * minute })],
    ['of another visit', () => ({ nonce: 'another' })],
    ['of no visit', () => ({ nonce: undefined })],
    ['about nobody', () => ({ sub: undefined })],
    ['about a number', () => ({ sub: 101 })],
  ] as const)('%s is invalid', async ([_, changes], { stack, ledger }) => {
    expect(
      await show(stack, ledger, (nonce) => google(stack).signIdToken({ nonce, ...changes(stack) })),
    ).toMatchObject(invalid)
    expect(userinfos(stack)).toBe(asked)
  })

  it('counts once', async ({ stack, ledger }) => {
    const person = app(stack)
    const { body } = await person.startDirect()
    const idToken = google(stack).signIdToken({ nonce: String(body['nonce']) })
    expect((await person.finishDirect({ idToken })).status).toBe(200)
    expect(await person.finishDirect({ idToken })).toMatchObject({
      status: 409,
      body: { code: 'token_used' },
    })
    expect((await show(stack, ledger, () => idToken)).status).toBe(400)
  })
})

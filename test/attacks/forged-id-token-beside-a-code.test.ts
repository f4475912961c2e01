import { generateKeyPairSync } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { castsOf, tokenPaths } from '../support/accounts.ts'
import { textIn } from '../support/read-response.ts'
import { providerAnswerIn, visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'
import { forged, hs256, rs256, unsigned } from './forgery.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Mallory controls a place that the responses of a provider pass: a gateway, or an instance of the provider. She
 * responds to a code with an id_token that names Minji: unsigned, signed with public values, signed with an own key,
 * or signed by the provider for another app, another visit or another purpose, or by another provider.
 * Defence: a token directly from the provider is checked like a token from a stranger, by the keys, the algorithm,
 * the issuer and the audience of that one provider, and before any profile is read.
 */

const signing = ['kakao', 'naver', 'google'] as const
const profilePaths = ['/v2/user/me', '/v1/nid/me', '/v1/userinfo']
let stack: TestStack
let ledger: Ledger
beforeAll(async () => {
  stack = await openTestStack({
    casts: castsOf([{ key: 'minji', name: '김민지', email: 'minji@example.com' }]),
  })
  ledger = ledgerOf(stack)
})
afterAll(async () => {
  await ledger.isSound()
  await stack.stop()
})

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
type Fields = Readonly<Record<string, unknown>>

describe.each(signing)('an id_token of %s', (provider) => {
  const standIn = () => stack.standIns[provider]
  beforeEach(() => standIn().heal())
  const reads = () => standIn().requests.filter(({ path }) => profilePaths.includes(path)).length
  const now = () => Math.floor(Date.now() / 1000)

  /** A visit whose code is answered with a made-up id_token. */
  async function answeredWith(make: (nonce: string) => string) {
    const visit = visitor(stack, { client: 'app', provider })
    const nonce = textIn(await visit.startDirect(), 'nonce')
    const brought = providerAnswerIn(visit.consent('minji'))
    const body = { token_type: 'bearer', access_token: 'AT', refresh_token: 'RT', scope: 'openid' }
    const rest = { expires_in: 3600, refresh_token_expires_in: 5_183_999, id_token: make(nonce) }
    standIn().fail(tokenPaths[provider], { status: 200, body: JSON.stringify({ ...body, ...rest }) }, 1)
    return visit.finishDirect(brought)
  }

  const good = (nonce: string): string => standIn().signIdToken({ nonce })
  const claimsFor = (nonce: string): Fields => decodeJwt(good(nonce))
  const headerOf = (nonce: string): Fields => ({ ...decodeProtectedHeader(good(nonce)) })
  const pem = () => standIn().publicPem()

  it('is accepted when nothing is wrong with it', async () => {
    const { body } = await answeredWith(good)
    // Some providers then need a real access token: without a problem, or with a profile read, the id_token was accepted.
    expect([body['code'] === undefined, reads() > 0]).toContain(true)
  })

  it.each([
    ['not signed', (n: string) => forged({ ...headerOf(n), alg: 'none' }, claimsFor(n), unsigned)],
    [
      'not signed, in other letters',
      (n: string) => forged({ ...headerOf(n), alg: 'nOnE' }, claimsFor(n), unsigned),
    ],
    ['without its signature', (n: string) => good(n).replace(/[^.]*$/, '')],
    [
      'signed with the public key',
      (n: string) => forged({ ...headerOf(n), alg: 'HS256' }, claimsFor(n), hs256(pem())),
    ],
    ['signed with nothing', (n: string) => forged({ ...headerOf(n), alg: 'HS256' }, claimsFor(n), hs256(''))],
    [
      'signed with another key under the same name',
      (n: string) => forged(headerOf(n), claimsFor(n), rs256(privateKey)),
    ],
    [
      'signed with a key that it brings',
      (n: string) =>
        forged({ alg: 'RS256', jwk: { kty: 'RSA', n: 'x', e: 'AQAB' } }, claimsFor(n), rs256(privateKey)),
    ],
    [
      'changed after it was signed',
      (n: string) => {
        const [header, , signature] = good(n).split('.')
        const claims = Buffer.from(JSON.stringify({ ...claimsFor(n), sub: '1' })).toString('base64url')
        return `${header}.${claims}.${signature}`
      },
    ],
    ['for another visit', () => standIn().signIdToken({ nonce: 'of-another-visit' })],
    ['with two visits', (n: string) => standIn().signIdToken({ nonce: [n] })],
    ['by nobody', (n: string) => standIn().signIdToken({ nonce: n, iss: undefined })],
    ['by another issuer', (n: string) => standIn().signIdToken({ nonce: n, iss: 'https://issuer.example' })],
    ['by ours with a slash', (n: string) => standIn().signIdToken({ nonce: n, iss: `${standIn().origin}/` })],
    ['for nobody', (n: string) => standIn().signIdToken({ nonce: n, aud: undefined })],
    ['two hours old', (n: string) => standIn().signIdToken({ nonce: n, iat: now() - 7_200 })],
    ['over', (n: string) => standIn().signIdToken({ nonce: n, exp: now() - 120 })],
    ['without an end', (n: string) => standIn().signIdToken({ nonce: n, exp: undefined })],
    ['with an end in text', (n: string) => standIn().signIdToken({ nonce: n, exp: '9999999999' })],
    ['not good yet', (n: string) => standIn().signIdToken({ nonce: n, nbf: now() + 600 })],
    ['about nobody', (n: string) => standIn().signIdToken({ nonce: n, sub: '' })],
    ['of another kind', (n: string) => standIn().signIdToken({ nonce: n }, { typ: 'at+jwt' })],
    ['with something critical', (n: string) => standIn().signIdToken({ nonce: n }, { crit: ['exp'] })],
    ['not a token at all', () => 'e30.e30'],
  ])('that is %s is refused before a profile is read', async (_, make) => {
    const before = reads()
    const response = await ledger.unchangedBy(() => answeredWith(make))
    expect(response).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
    expect(reads()).toBe(before)
  })

  it.each([
    ['another app', () => ({ aud: 'another-app' })],
    ['us and another app', (aud: unknown) => ({ aud: [aud, 'another-app'] })],
    ['us, asked for by another app', () => ({ azp: 'another-app' })],
  ])('for %s is refused as not ours', async (_, claims) => {
    const before = reads()
    const response = await ledger.unchangedBy(() =>
      answeredWith((nonce) => standIn().signIdToken({ nonce, ...claims(claimsFor(nonce)['aud']) })),
    )
    expect(response).toMatchObject({ status: 401, body: { code: 'provider_token_not_ours' } })
    expect(reads()).toBe(before)
  })

  it.each(signing.filter((other) => other !== provider))('does not come from %s', async (other) => {
    const before = reads()
    const forge = (nonce: string) => {
      const { iss, aud } = claimsFor(nonce)
      return stack.standIns[other].signIdToken({ nonce, iss, aud })
    }
    const response = await ledger.unchangedBy(() => answeredWith(forge))
    expect(response).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
    expect(reads()).toBe(before)
  })
})

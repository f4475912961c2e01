import { generateKeyPairSync } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect } from 'vitest'
import { castsOf, tokenPaths } from '../support/accounts.ts'
import { textIn } from '../support/read-response.ts'
import { providerAnswerIn, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { forged, hs256, rs256, unsigned } from './forgery.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory controls a place that the responses of a provider pass: a gateway, or an instance of the provider. She
 * responds to a code with an id_token that names Minji: unsigned, signed with public values, signed with an own key,
 * or signed by the provider for another app, another visit or another purpose, or by another provider.
 * Defence: a token directly from the provider is checked like a token from a stranger, by the keys, the algorithm,
 * the issuer and the audience of that one provider, and before any profile is read.
 */

const signing = ['kakao', 'naver', 'google'] as const
const profilePaths = ['/v2/user/me', '/v1/nid/me', '/v1/userinfo']
const it = testWithLedger({
  casts: castsOf([{ key: 'minji', name: '김민지', email: 'minji@example.com' }]),
})

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
type Fields = Readonly<Record<string, unknown>>

type Signer = TestStack['standIns'][(typeof signing)[number]]
const now = () => Math.floor(Date.now() / 1000)
const good = (at: Signer, nonce: string): string => at.signIdToken({ nonce })
const claimsFor = (at: Signer, nonce: string): Fields => decodeJwt(good(at, nonce))
const headerOf = (at: Signer, nonce: string): Fields => ({ ...decodeProtectedHeader(good(at, nonce)) })

const forgeries: ReadonlyArray<readonly [string, (at: Signer, nonce: string) => string]> = [
  ['not signed', (at, n) => forged({ ...headerOf(at, n), alg: 'none' }, claimsFor(at, n), unsigned)],
  [
    'not signed, in other letters',
    (at, n) => forged({ ...headerOf(at, n), alg: 'nOnE' }, claimsFor(at, n), unsigned),
  ],
  ['without its signature', (at, n) => good(at, n).replace(/[^.]*$/, '')],
  [
    'signed with the public key',
    (at, n) => forged({ ...headerOf(at, n), alg: 'HS256' }, claimsFor(at, n), hs256(at.publicPem())),
  ],
  [
    'signed with nothing',
    (at, n) => forged({ ...headerOf(at, n), alg: 'HS256' }, claimsFor(at, n), hs256('')),
  ],
  [
    'signed with another key under the same name',
    (at, n) => forged(headerOf(at, n), claimsFor(at, n), rs256(privateKey)),
  ],
  [
    'signed with a key that it brings',
    (at, n) =>
      forged({ alg: 'RS256', jwk: { kty: 'RSA', n: 'x', e: 'AQAB' } }, claimsFor(at, n), rs256(privateKey)),
  ],
  [
    'changed after it was signed',
    (at, n) => {
      const [header, , signature] = good(at, n).split('.')
      const claims = Buffer.from(JSON.stringify({ ...claimsFor(at, n), sub: '1' })).toString('base64url')
      return `${header}.${claims}.${signature}`
    },
  ],
  ['for another visit', (at) => at.signIdToken({ nonce: 'of-another-visit' })],
  ['with two visits', (at, n) => at.signIdToken({ nonce: [n] })],
  ['by nobody', (at, n) => at.signIdToken({ nonce: n, iss: undefined })],
  ['by another issuer', (at, n) => at.signIdToken({ nonce: n, iss: 'https://issuer.example' })],
  ['by ours with a slash', (at, n) => at.signIdToken({ nonce: n, iss: `${at.origin}/` })],
  ['for nobody', (at, n) => at.signIdToken({ nonce: n, aud: undefined })],
  ['two hours old', (at, n) => at.signIdToken({ nonce: n, iat: now() - 7_200 })],
  ['over', (at, n) => at.signIdToken({ nonce: n, exp: now() - 120 })],
  ['without an end', (at, n) => at.signIdToken({ nonce: n, exp: undefined })],
  ['with an end in text', (at, n) => at.signIdToken({ nonce: n, exp: '9999999999' })],
  ['not good yet', (at, n) => at.signIdToken({ nonce: n, nbf: now() + 600 })],
  ['about nobody', (at, n) => at.signIdToken({ nonce: n, sub: '' })],
  ['of another kind', (at, n) => at.signIdToken({ nonce: n }, { typ: 'at+jwt' })],
  ['with something critical', (at, n) => at.signIdToken({ nonce: n }, { crit: ['exp'] })],
  ['not a token at all', () => 'e30.e30'],
]

describe.each(signing)('an id_token of %s', (provider) => {
  const standIn = (stack: TestStack) => stack.standIns[provider]
  it.beforeEach(({ stack }) => standIn(stack).heal())
  const reads = (stack: TestStack) =>
    standIn(stack).requests.filter(({ path }) => profilePaths.includes(path)).length

  /** A visit whose code is answered with a made-up id_token. */
  async function answeredWith(stack: TestStack, make: (nonce: string) => string) {
    const visit = visitor(stack, { client: 'app', provider })
    const nonce = textIn(await visit.startDirect(), 'nonce')
    const brought = providerAnswerIn(visit.consent('minji'))
    const body = { token_type: 'bearer', access_token: 'AT', refresh_token: 'RT', scope: 'openid' }
    const rest = { expires_in: 3600, refresh_token_expires_in: 5_183_999, id_token: make(nonce) }
    standIn(stack).fail(tokenPaths[provider], { status: 200, body: JSON.stringify({ ...body, ...rest }) }, 1)
    return visit.finishDirect(brought)
  }

  it('is accepted when nothing is wrong with it', async ({ stack }) => {
    const { body } = await answeredWith(stack, (nonce) => good(standIn(stack), nonce))
    // Some providers then need a real access token: without a problem, or with a profile read, the id_token was accepted.
    expect([body['code'] === undefined, reads(stack) > 0]).toContain(true)
  })

  it.for(forgeries)(
    'that is %s is refused before a profile is read',
    async ([_, make], { stack, ledger }) => {
      const before = reads(stack)
      const response = await ledger.unchangedBy(() =>
        answeredWith(stack, (nonce) => make(standIn(stack), nonce)),
      )
      expect(response).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
      expect(reads(stack)).toBe(before)
    },
  )

  it.for([
    ['another app', () => ({ aud: 'another-app' })],
    ['us and another app', (aud: unknown) => ({ aud: [aud, 'another-app'] })],
    ['us, asked for by another app', () => ({ azp: 'another-app' })],
  ] as const)('for %s is refused as not ours', async ([_, claims], { stack, ledger }) => {
    const before = reads(stack)
    const response = await ledger.unchangedBy(() =>
      answeredWith(stack, (nonce) =>
        standIn(stack).signIdToken({ nonce, ...claims(claimsFor(standIn(stack), nonce)['aud']) }),
      ),
    )
    expect(response).toMatchObject({ status: 401, body: { code: 'provider_token_not_ours' } })
    expect(reads(stack)).toBe(before)
  })

  it.for(signing.filter((other) => other !== provider))(
    'does not come from %s',
    async (other, { stack, ledger }) => {
      const before = reads(stack)
      const forge = (nonce: string) => {
        const { iss, aud } = claimsFor(standIn(stack), nonce)
        return stack.standIns[other].signIdToken({ nonce, iss, aud })
      }
      const response = await ledger.unchangedBy(() => answeredWith(stack, forge))
      expect(response).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
      expect(reads(stack)).toBe(before)
    },
  )
})

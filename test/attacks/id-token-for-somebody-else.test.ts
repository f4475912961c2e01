import { describe, expect } from 'vitest'
import { appAt } from '../support/stage.ts'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { present, profileReads } from './forgery.ts'
import { type Ledger, testWithLedger } from './ledger.ts'

/*
 * Mallory has an id_token of Minji that Kakao really signed, with the nonce of a visit that Mallory started: her own
 * app requested it, it is meant for another service that trusts the same keys, or it comes from her server with a
 * name like Kakao's.
 * Defence: issuer and audience are compared exactly with our configuration. Every audience and the requesting party
 * must be our keys, before any profile is read.
 */

let ours: string
const it = testWithLedger()
it.beforeAll(async ({ stack }) => {
  ours = appAt('kakao').clientId
  await visitor(stack).signUp('minji')
})

let reads = 0
it.beforeEach(({ stack }) => {
  reads = profileReads(stack)
})

const show = (stack: TestStack, ledger: Ledger, claims: Readonly<Record<string, unknown>>) =>
  ledger.unchangedBy(() =>
    present(visitor(stack, { client: 'app' }), (nonce) => stack.kakao.signIdToken({ nonce, ...claims })),
  )

const notOurs = { status: 401, body: { code: 'provider_token_not_ours' } }
const invalid = { status: 400, body: { code: 'provider_grant_invalid' } }

describe('an id_token that Kakao signed', () => {
  it('signs in its person when it is for us', async ({ stack }) => {
    const response = await present(visitor(stack, { client: 'app' }), (nonce) =>
      stack.kakao.signIdToken({ nonce, aud: [ours], azp: ours }),
    )
    expect(response).toMatchObject({ status: 200, body: { outcome: 'signed_in' } })
  })

  it.for([
    ['for another app', () => ({ aud: 'another-app' })],
    ['for us and another app', () => ({ aud: [ours, 'another-app'] })],
    ['for us in other letters', () => ({ aud: ours.toUpperCase() })],
    ['for us and a space', () => ({ aud: `${ours} ` })],
    ['for the empty name', () => ({ aud: '' })],
    ['for the number of our app, which is none of its keys', () => ({ aud: '1000001' })],
    ['for us, and asked for by another app', () => ({ azp: 'another-app' })],
    ['for us, and asked for by nobody', () => ({ azp: '' })],
  ] as const)('%s is refused', async ([_, claims], { stack, ledger }) => {
    expect(await show(stack, ledger, claims())).toMatchObject(notOurs)
    expect(profileReads(stack)).toBe(reads)
  })

  it.for([
    ['for nobody', () => ({ aud: undefined })],
    ['for no one of a list', () => ({ aud: [] })],
    ['for something that is no name', () => ({ aud: { 0: ours } })],
    ['by nobody', () => ({ iss: undefined })],
    ['by the real Kakao, in a stack that knows another', () => ({ iss: 'https://kauth.kakao.com' })],
    ['by our issuer with a slash behind it', (origin: string) => ({ iss: `${origin}/` })],
    ['by our issuer as one of several', (origin: string) => ({ iss: [origin] })],
    ['by a look-alike', (origin: string) => ({ iss: origin.replace('127.0.0.1', '127.0.0.1.example.com') })],
    ['by our issuer over https', (origin: string) => ({ iss: origin.replace('http:', 'https:') })],
    ['about nobody', () => ({ sub: undefined })],
    ['about a number', () => ({ sub: 2_100_000_001 })],
    ['about everybody', () => ({ sub: '' })],
  ] as const)('%s is refused', async ([_, claims], { stack, ledger }) => {
    expect(await show(stack, ledger, claims(stack.kakao.origin))).toMatchObject(invalid)
    expect(profileReads(stack)).toBe(reads)
  })

  it('about a person whose id starts like the id of a member does not sign in that member', async ({
    stack,
    ledger,
  }) => {
    for (const sub of ['2100000001 ', '02100000001', '2100000001\u0000', '2100000001#x', '٢١٠٠٠٠٠٠٠١']) {
      const response = await show(stack, ledger, { sub })
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(response.body).not.toHaveProperty('accessToken')
    }
    expect(profileReads(stack)).toBe(reads)
  })
})

import { describe, expect, vi } from 'vitest'
import { world } from '../../lib/runtime/world.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Minji proves her address by a code, and gets a token. Mallory reads the token in a log or on a shared machine, and
 * uses it after Minji, at the same moment, or at another door: to sign in as Minji, to put her own Kakao account
 * beside the address, or to recover Minji's imported account.
 * Defence: a token is valid for one purpose, and is consumed in the transaction of its effect: a session, a sign-up,
 * a recovery, or the question about the member with the address. A newer code for the same purpose ends the older
 * one.
 */

const names = ['mallory', 'victim', 'second', 'third']
const it = testWithLedger({
  personas: names.map((key) => atKakao(key, { name: `김${key}` }, ['email', 'phone'])),
})
it.beforeAll(({ stack }) => settle(stack, { email: 'minji@example.com', password: usualPassword }))

async function holding(stack: TestStack, address: string, purpose: 'sign_in' | 'sign_up'): Promise<Visitor> {
  const who = visitor(stack, { client: 'app' })
  stack.advanceClock(721)
  await who.prove(address, purpose)
  return who
}
/** A visitor at the form, with a token that may belong to another person. */
async function registering(stack: TestStack, persona: string, verificationToken: string): Promise<Visitor> {
  const who = visitor(stack, { client: 'app' })
  await who.direct(persona)
  who.verificationToken = verificationToken
  return who
}
const submit = (who: Visitor) => who.register({ verificationTokens: [who.verificationToken] })
const used = { status: 409, body: { code: 'token_used' } }

describe('a verification token', () => {
  it('signs in once for twenty requests at once', async ({ stack, ledger }) => {
    const minji = await holding(stack, 'minji@example.com', 'sign_in')
    const responses = await Promise.all(Array.from({ length: 20 }, () => minji.codeLogin()))
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(responses.filter(({ status }) => status !== 200 && status !== 409)).toEqual([])
    expect(await ledger.unchangedBy(() => minji.codeLogin())).toMatchObject(used)
  })

  it('recovers once for twenty requests at once', async ({ stack }) => {
    await settle(stack, { email: 'old@example.com', emailVerified: false, password: usualPassword })
    const old = await holding(stack, 'old@example.com', 'sign_in')
    const responses = await Promise.all(Array.from({ length: 20 }, () => old.codeLogin()))
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(responses.filter(({ status }) => ![200, 409, 503].includes(status))).toEqual([])
  })

  it('signs up once for ten requests at once, of which two hash a password', async ({ stack }) => {
    const fresh = await holding(stack, 'fresh@example.com', 'sign_up')
    const { passwords } = await world()
    const hash = vi.spyOn(passwords, 'hash')
    const responses = await Promise.all(Array.from({ length: 10 }, () => fresh.registerByEmail()))
    expect(hash.mock.calls.length).toBeLessThanOrEqual(2)
    hash.mockRestore()
    expect(responses.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(responses.filter(({ status }) => ![201, 409, 429].includes(status))).toEqual([])
    expect(responses.filter(({ status }) => status === 429).length).toBeGreaterThan(0)
    stack.advanceClock(3)
    expect(await fresh.registerByEmail()).toMatchObject(used)
  })

  it('asks about the holder of the address once, and a later use is refused', async ({ stack, ledger }) => {
    const { verificationToken } = await holding(stack, 'minji@example.com', 'sign_up')
    const minji = await registering(stack, 'victim', verificationToken)
    expect((await submit(minji)).body).toMatchObject({ outcome: 'link_confirmation_required' })
    const mallory = await registering(stack, 'mallory', verificationToken)
    expect(await ledger.unchangedBy(() => submit(mallory))).toMatchObject(used)
    expect((await minji.link()).body).toMatchObject({ outcome: 'signed_in' })
    expect(await ledger.unchangedBy(() => submit(mallory))).toMatchObject(used)
  })

  it('asks one of two visitors who use it at once', async ({ stack }) => {
    const { verificationToken } = await holding(stack, 'minji@example.com', 'sign_up')
    const both = [
      await registering(stack, 'second', verificationToken),
      await registering(stack, 'third', verificationToken),
    ]
    const responses = await Promise.all(both.map(submit))
    expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  it('for signing up signs nobody in, and the other way round', async ({ stack, ledger }) => {
    const up = await holding(stack, 'minji@example.com', 'sign_up')
    expect(await ledger.unchangedBy(() => up.codeLogin())).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
    const signIn = await holding(stack, 'minji@example.com', 'sign_in')
    const mallory = await registering(stack, 'mallory', signIn.verificationToken)
    expect(await submit(mallory)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(await signIn.registerByEmail()).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  })

  it('is worthless after ten minutes', async ({ stack, ledger }) => {
    const minji = await holding(stack, 'minji@example.com', 'sign_in')
    stack.advanceClock(601)
    expect(await ledger.unchangedBy(() => minji.codeLogin())).toMatchObject({ status: 401 })
  })
})

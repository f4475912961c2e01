import { describe, expect } from 'vitest'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { atNaver } from '../support/people-at-naver.ts'
import { asItIs, type OldMember, setStatus, settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * "I have an account already". Nothing that a visitor brings leads to the visitor's account: Naver verifies nothing, or
 * the address has changed. The visitor signs in instead of signing up, and the visit is linked to that account.
 */

const ciOf = (letter: string): string => `${letter.repeat(86)}==`
const keys = [
  'has',
  'stale',
  'late',
  'twice',
  'both',
  'taken',
  'same',
  'paused',
  'after',
  'odd',
  'code',
  'gone',
]
const naver = [
  ...keys.map((key) => atNaver(key)),
  atNaver('child', { ci: ciOf('B') }),
  atNaver('ci', { ci: ciOf('C') }),
]
const kakao = [
  atKakao('namesake', { name: '김같다' }),
  atKakao('verifies', { email: mail('verifies@example.com') }),
]

const it = testWithStack({ casts: { naver, kakao } })
it.afterEach(({ stack }) => expectSoundTable(stack))

const addressOf = (key: string): string => `member.${key}@example.com`
const member = (stack: TestStack, key: string, more: OldMember = {}) =>
  settle(stack, { email: addressOf(key), name: '이전부', password: usualPassword, ...more })

/** A visitor who was asked to sign up, as everybody from Naver is. */
async function asked(stack: TestStack, key: string, provider: 'naver' | 'kakao' = 'naver'): Promise<Visitor> {
  const who = visitor(stack, { client: 'app', provider })
  await who.direct(key)
  expect(who.registration['outcome']).toBe('registration_required')
  return who
}
async function askedAndSignedIn(stack: TestStack, key: string, account = key): Promise<Visitor> {
  const who = await asked(stack, key)
  expect((await who.passwordLogin(addressOf(account))).status).toBe(200)
  return who
}
/** Signs up instead, with the same register token. */
function signUp(who: Visitor) {
  const { registerToken, identity } = who.registration
  const consents = ['service', 'privacy'].map((tag) => ({ tag, version: '2026-01', agreed: true }))
  return who.register({ registerToken, ...Object(identity), consents })
}
const notLinked = async (stack: TestStack, known: Awaited<ReturnType<typeof member>>) =>
  expect((await asItIs(stack, known)).ways.filter((way) => way.startsWith('identity:'))).toEqual([])

describe('a visitor who has an account already', () => {
  it('signs in by password and links the visit, is told by mail, and signs in by the provider from then on', async ({
    stack,
  }) => {
    const { id } = await member(stack, 'has')
    const who = await askedAndSignedIn(stack, 'has')
    expect((await who.linkOwnAccount()).body).toMatchObject({
      outcome: 'linked',
      member: { id, identities: [{ provider: 'naver' }], methods: ['password', 'email_code', 'naver'] },
    })
    expect((await stack.outbox()).at(-1)).toMatchObject({ to: addressOf('has') })
    expect((await visitor(stack, { provider: 'naver' }).direct('has')).body).toMatchObject({
      outcome: 'signed_in',
      created: false,
      member: { id },
    })
    expect(await signUp(who)).toMatchObject({ status: 409, body: { code: 'token_used' } })
    expect(await who.linkOwnAccount()).toMatchObject({ status: 409, body: { code: 'token_used' } })
  })

  it('signs in by a code, too', async ({ stack }) => {
    const { id } = await settle(stack, { email: addressOf('code') })
    const who = await asked(stack, 'code')
    await who.signInByCode(addressOf('code'))
    expect((await who.linkOwnAccount()).body).toMatchObject({ outcome: 'linked', member: { id } })
  })

  it('is asked for a sign-in without one, and after ten minutes', async ({ stack }) => {
    const known = await member(stack, 'stale')
    const who = await asked(stack, 'stale')
    const refused = { status: 401, body: { code: 'insufficient_user_authentication' } }
    expect(await who.linkOwnAccount()).toMatchObject(refused)
    await who.passwordLogin(addressOf('stale'))
    stack.advanceClock(601)
    await who.refresh()
    const again = await asked(stack, 'stale')
    again.accessToken = who.accessToken
    const response = await again.linkOwnAccount()
    expect(response).toMatchObject(refused)
    expect(response.headers.get('www-authenticate')).toContain('max_age="600"')
    await notLinked(stack, known)
    await again.passwordLogin(addressOf('stale'))
    expect((await again.linkOwnAccount()).body).toMatchObject({ outcome: 'linked' })
  })

  it('cannot link after signing out, or once the account is suspended', async ({ stack }) => {
    const known = await member(stack, 'paused')
    const who = await askedAndSignedIn(stack, 'paused')
    await who.logout()
    const refused = { status: 401, body: { code: 'invalid_token' } }
    expect(await who.linkOwnAccount()).toMatchObject(refused)
    await who.passwordLogin(addressOf('paused'))
    await setStatus(stack, known, 'suspended')
    expect(await who.linkOwnAccount()).toMatchObject(refused)
    await notLinked(stack, known)
  })

  it('with another CI is another person than the account, and may still sign up', async ({ stack }) => {
    const mother = await member(stack, 'mother', { ci: ciOf('A') })
    const who = await asked(stack, 'child')
    await who.passwordLogin(addressOf('mother'))
    expect(await who.linkOwnAccount()).toMatchObject({ status: 409, body: { code: 'identity_mismatch' } })
    await notLinked(stack, mother)
    expect(stack.standIns.naver.isConnected('child')).toBe(true)
    await who.direct('child')
    expect(await who.register()).toMatchObject({ status: 201, body: { created: true } })
  })

  it('gives the CI to an account that has none', async ({ stack }) => {
    const known = await member(stack, 'ci')
    await (await askedAndSignedIn(stack, 'ci')).linkOwnAccount()
    expect((await asItIs(stack, known)).ci).toMatch(/^[\w-]{43}$/)
  })

  it('verifies the address of an imported account by what the provider vouches for', async ({ stack }) => {
    const known = await member(stack, 'imported', {
      email: 'verifies@example.com',
      emailVerified: false,
      kakao: ['70'],
    })
    const who = visitor(stack, { client: 'app' })
    await who.direct('verifies')
    await who.continueAsNew()
    await who.passwordLogin('verifies@example.com')
    expect((await who.linkOwnAccount()).body).toMatchObject({
      outcome: 'linked',
      member: { id: known.id, emailVerified: true },
    })
  })

  it('who was taken for a namesake continues as new, and links another account', async ({ stack }) => {
    await settle(stack, { email: 'other.namesake@example.com', name: '김같다' })
    const { id } = await member(stack, 'namesake')
    const who = visitor(stack, { client: 'app' })
    expect((await who.direct('namesake')).body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [],
    })
    await who.continueAsNew()
    await who.passwordLogin(addressOf('namesake'))
    expect((await who.linkOwnAccount()).body).toMatchObject({ outcome: 'linked', member: { id } })
  })

  it('is told of the row: another member’s identity cannot be linked, the own one is linked already', async ({
    stack,
  }) => {
    const { id } = await member(stack, 'same')
    await member(stack, 'taken')
    const who = await askedAndSignedIn(stack, 'same')
    const other = await askedAndSignedIn(stack, 'same', 'taken')
    const third = await askedAndSignedIn(stack, 'same')
    expect((await who.linkOwnAccount()).body).toMatchObject({ outcome: 'linked' })
    expect((await third.linkOwnAccount()).body).toMatchObject({ outcome: 'already_linked', member: { id } })
    expect(await other.linkOwnAccount()).toMatchObject({ status: 409, body: { code: 'identity_taken' } })
  })

  it('links once, however often and to however many accounts at once', async ({ stack }) => {
    const accounts = ['twice', 'both']
    for (const key of accounts) await member(stack, key)
    const who = await asked(stack, 'twice')
    const bearers = []
    for (const key of accounts) {
      await who.passwordLogin(addressOf(key))
      bearers.push(who.accessToken)
    }
    const responses = await Promise.all(
      [...bearers, ...bearers].map((bearer) => who.linkOwnAccount({}, { bearer })),
    )
    const won = responses.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    for (const { status, body } of responses) if (status !== 200) expect(body['code']).toBe('token_used')
  })

  it('either links or signs up, when both happen at once', async ({ stack }) => {
    await member(stack, 'late')
    const who = await askedAndSignedIn(stack, 'late')
    const [made, tied] = await Promise.all([signUp(who), who.linkOwnAccount()])
    expect([made.status, tied.status].filter((status) => status < 300)).toHaveLength(1)
  })
})

describe('the register token at the door for links', () => {
  it.for([
    ['a no', { consent: false }, 400, 'invalid_request'],
    ['continuing as new', { continueAs: 'new' }, 400, 'invalid_request'],
    ['a second token', { linkToken: 'a.b.c' }, 400, 'invalid_request'],
    ['another verifier', { codeVerifier: 'x'.repeat(43) }, 401, 'invalid_token'],
    ['a token that is none', { registerToken: 'a.b.c' }, 401, 'invalid_token'],
  ] as const)('refuses %s', async ([_, over, status, code], { stack }) => {
    const known = await member(stack, `odd-${code}-${Object.keys(over)[0]}`.toLowerCase())
    const who = await asked(stack, 'odd')
    await who.passwordLogin(`${known.email?.value}`)
    expect(await who.linkOwnAccount(over)).toMatchObject({ status, body: { code } })
    await notLinked(stack, known)
  })
})

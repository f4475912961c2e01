import { describe, expect } from 'vitest'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { providerAnswerIn, usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithFreshStack } from '../support/test-with-stack.ts'

/*
 * Mallory knows the old password of an imported account with an unverified address, signs in, and keeps everything:
 * tokens, a visit to add her own Kakao account, a question about the account with her Kakao behind it. Then Minji,
 * who reads the mail of that address, recovers the account, and Mallory uses what she kept.
 * Defence: a recovery removes the password and every earlier session in one transaction, and every change of a member
 * requires in its own transaction a live session and an unchanged member.
 */

let mallory: Visitor
const it = testWithFreshStack(() => {
  const persona = { name: '김민지', email: mail('minji@example.com', false) }
  return { personas: [atKakao('mallory', persona)] }
})
it.beforeEach(async ({ stack }) => {
  await settle(stack, {
    email: 'minji@example.com',
    emailVerified: false,
    name: '김민지',
    password: usualPassword,
  })
  mallory = visitor(stack, { client: 'app' })
})
it.afterEach(({ stack }) => expectSoundTable(stack))

const recovered = async (stack: TestStack): Promise<Visitor> => {
  const minji = visitor(stack)
  expect((await minji.signInByCode('minji@example.com')).status).toBe(200)
  return minji
}
const isMinjisAlone = async (minji: Visitor) =>
  expect((await minji.me()).body).toMatchObject({
    methods: ['email_code'],
    identities: [],
    emailVerified: true,
  })

describe('a leftover of an attacker from before a recovery', () => {
  it('as tokens is dead at once', async ({ stack }) => {
    await mallory.passwordLogin('minji@example.com')
    expect((await mallory.me()).status).toBe(200)
    const minji = await recovered(stack)
    expect((await mallory.me()).status).toBe(401)
    expect((await mallory.refresh()).status).toBe(401)
    expect((await mallory.unlink()).status).toBe(401)
    expect((await mallory.passwordLogin('minji@example.com')).status).toBe(401)
    await isMinjisAlone(minji)
  })

  it.for(['link', 'reauth'] as const)(
    'as a started visit to %s ends with the session',
    async (intent, { stack }) => {
      await mallory.passwordLogin('minji@example.com')
      await mallory.startMemberDirect(intent)
      const minji = await recovered(stack)
      const response = await mallory.finishDirect(providerAnswerIn(mallory.consent('mallory')))
      expect([401, 403]).toContain(response.status)
      await isMinjisAlone(minji)
    },
  )

  it('as a ticket of a visit to link ends with the session', async ({ stack }) => {
    const browser = visitor(stack)
    await browser.passwordLogin('minji@example.com')
    await browser.startMemberRedirect('link')
    const arrived = await browser.arrive('mallory')
    const minji = await recovered(stack)
    expect(await browser.redeemAt(arrived)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    await isMinjisAlone(minji)
  })

  it('as a question with the proof in hand leads to a new question, and links nothing', async ({ stack }) => {
    expect((await mallory.direct('mallory')).body).toMatchObject({ outcome: 'link_proof_required' })
    await mallory.passwordLogin('minji@example.com')
    const minji = await recovered(stack)
    expect((await mallory.link()).status).toBe(401)
    expect((await mallory.link()).status).toBe(401)
    await isMinjisAlone(minji)
  })

  it('as a sign-in by password at the same moment is not among the sessions afterwards', async ({
    stack,
  }) => {
    const minji = visitor(stack)
    await minji.prove('minji@example.com', 'sign_in')
    const [code, login] = await Promise.all([minji.codeLogin(), mallory.passwordLogin('minji@example.com')])
    expect(code.status).toBe(200)
    expect([200, 401, 503]).toContain(login.status)
    expect((await mallory.me()).status).toBe(401)
    await isMinjisAlone(minji)
  })
})

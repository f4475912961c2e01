import { expect } from 'vitest'
import { caller } from '../support/caller.ts'
import { cookieJar } from '../support/cookie-jar.ts'
import { phone } from '../support/people.ts'
import { asItIs, settle, tableOf } from '../support/people-of-the-service.ts'
import { setUpRounds } from '../support/set-up-rounds.ts'
import { provenToken, signedIn } from '../support/shortcuts.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Minji gave up her number a year ago, and Mallory has it now. Mallory gets the codes: she signs in by one, requests
 * a new password, proves to be Minji beside a Kakao account, or takes the number while Minji is about to prove it
 * again.
 * Defence: a code proves only who has the number today. When its member has not proven the number for ninety days,
 * the code opens nothing, shows nothing, and at most makes a new member, who takes only the number, and never from a
 * member without another lead. The takeover requires the old member to be unchanged.
 */

const it = testWithLedger({ environment: { IEUM_POLICY: JSON.stringify({ requiredItems: ['name'] }) } })

const call = (stack: TestStack) => caller(stack.origin, cookieJar(), { language: 'ko', sendsOrigin: false })
const sms = (text: string) => ({ channel: 'sms', value: phone(text) }) as const
const consents = ['service', 'privacy'].map((tag) => ({ tag, version: '2026-01', agreed: true }))

it.for([91, 365, 3650])(
  'a code opens nothing %i days later, not even with the token in hand',
  async (days, { stack, ledger }) => {
    const number = `+8210360${String(days).padStart(5, '0')}`
    await settle(stack, {
      phone: number,
      phoneProvenDaysAgo: days,
      email: `${days}@example.com`,
      name: '김민지',
    })
    const mallory = visitor(stack, { client: 'app' })
    const verificationToken = await provenToken(sms(number), 'sign_in', tableOf(stack))
    await ledger.unchangedBy(async () => {
      expect(await mallory.codeLogin({ verificationToken })).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      })
    })
    expect(JSON.stringify(await mallory.codeLogin({ verificationToken }))).not.toMatch(/김|example\.com/)
  },
)

it('a member with only the number keeps it, and the account stays closed', async ({ stack, ledger }) => {
  const minji = await settle(stack, {
    phone: '+821036100001',
    phoneProvenDaysAgo: 400,
    password: usualPassword,
  })
  const mallory = visitor(stack, { client: 'app' })
  const verificationToken = await provenToken(sms('+821036100001'), 'sign_up', tableOf(stack))
  await ledger.unchangedBy(async () => {
    for (const continueAs of [undefined, 'new']) {
      const response = await mallory.registerByEmail({ verificationToken, continueAs })
      expect(response).toMatchObject({ status: 409, body: { code: 'phone_taken' } })
    }
  })
  expect((await asItIs(stack, minji)).phone?.value).toBe('+821036100001')
})

it('a person who signs up by a recently proven number is refused, even when continuing as new', async ({
  stack,
}) => {
  await settle(stack, { phone: '+821036100002', phoneProvenDaysAgo: 89, email: 'late@example.com' })
  const verificationToken = await provenToken(sms('+821036100002'), 'sign_up', tableOf(stack))
  const response = await visitor(stack).registerByEmail({ verificationToken, continueAs: 'new' })
  expect(response).toMatchObject({ status: 409, body: { code: 'phone_taken' } })
})

it('a takeover and a new proof at the same moment never both get the number', async ({ stack }) => {
  const all = await setUpRounds(stack, 30, async (table, round) => {
    const number = `+82103620${String(round).padStart(4, '0')}`
    const known = { phone: number, phoneProvenDaysAgo: 91, email: `r${round}@example.com` }
    const minji = await settle(stack, known, table)
    return {
      number,
      minji,
      bearer: await signedIn(minji, table),
      again: await provenToken(sms(number), 'contact', table),
      taking: await provenToken(sms(number), 'sign_up', table),
    }
  })
  for (const { number, minji, bearer, again, taking } of all) {
    const body = {
      clientId: 'app',
      verificationToken: taking,
      password: usualPassword,
      name: '새주인',
      consents,
    }
    const [kept, taken] = await Promise.all([
      call(stack)('PATCH', '/me', { bearer, body: { verificationToken: again } }),
      call(stack)('POST', '/register', { body: { ...body, continueAs: 'new' } }),
    ])
    // The second one was overtaken: the number now belongs to the other.
    expect([kept.status, taken.status]).not.toEqual([200, 201])
    const isMinjis = (await asItIs(stack, minji)).phone?.value === number
    if (taken.status === 201) expect(isMinjis).toBe(false)
    else expect(taken.body['code']).toBe('phone_taken')
    if (kept.status === 200 && taken.status !== 201) expect(isMinjis).toBe(true)
    expect([200, 409, 503]).toContain(kept.status)
  }
}, 60_000)

import { describe, expect } from 'vitest'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory spells Minji's address in a way that ieum, the database and the mail server might read differently: another
 * letter case, letters that change into others with their case (the dotless i, the Kelvin sign), wide letters and
 * wide at signs, ligatures, invisible characters, look-alikes of another script, dots and plus signs, quotes,
 * comments, two addresses in one. She wants Minji's mails, Minji's account, a second account, or ten more attempts at
 * Minji's password.
 * Defence: one normal form. Only ASCII letter case is folded, and white space at the edges of what people type is cut.
 * Anything that is not plainly one address is refused, never repaired. Mails go to the normal form only.
 */

const victim = 'minji.kim@example.com'
const sameMailbox = ['Minji.Kim@example.com', 'MINJI.KIM@EXAMPLE.COM', 'minji.kim@Example.Com']
/** Other mailboxes, as far as anybody but their own mail server can know. */
const otherMailboxes = [
  'minjikim@example.com',
  'm.injikim@example.com',
  'minji.kim+1@example.com',
  'minji.kim@exаmple.com',
  'minji.kim@example.co',
]
/** White space that people type or paste beside an address. A provider never sends it. */
const edged = [
  ['leading blank', ' minji.kim@example.com'],
  ['trailing tab', 'minji.kim@example.com\t'],
] as const
const nonsense = [
  ['dotless i', 'mınji.kim@example.com'],
  ['capital I with a dot', 'Mİnjİ.kim@example.com'],
  ['Kelvin sign', 'minji.\u212Aim@example.com'],
  ['wide at sign', 'minji.kim\uFF20example.com'],
  ['wide letters', 'ｍinji.kim@example.com'],
  ['ligature', 'minji.kim@e\uFB01.com'],
  ['invisible joiner', 'minji\u200D.kim@example.com'],
  ['soft hyphen', 'minji.kim@exam\u00ADple.com'],
  ['mark that turns the writing round', 'minji.kim\u202E@example.com'],
  ['trailing dot', 'minji.kim@example.com.'],
  ['double dot', 'minji..kim@example.com'],
  ['quotes', '"minji.kim"@example.com'],
  ['comment', 'minji.kim(x)@example.com'],
  ['address in brackets', 'minji.kim@[127.0.0.1]'],
  ['two addresses', 'minji.kim@example.com,mallory@example.com'],
  ['two at signs', 'minji.kim@example.com@example.net'],
  ['header', 'minji.kim@example.com\r\nBcc: mallory@example.com'],
  ['escaped header', 'minji.kim@example.com%0abcc:mallory@example.com'],
  ['NUL', 'minji.kim@example.com\0'],
  ['300 characters', `${'m'.repeat(300)}@example.com`],
] as const

let id: string
const it = testWithLedger(() => {
  const spellings = [...sameMailbox, ...otherMailboxes, ...[...nonsense, ...edged].map(([, text]) => text)]
  return {
    personas: spellings.map((spelling, index) =>
      atKakao(`at-${index}`, { name: `김${index}`, email: mail(spelling) }, ['phone']),
    ),
  }
})
it.beforeAll(async ({ stack }) => {
  id = (await settle(stack, { email: victim, name: '김민지', password: usualPassword })).id
})

const personaOf = (stack: TestStack, text: string): string =>
  `${stack.kakao.personas.find(({ email }) => email?.address === text)?.key}`
const mails = async (stack: TestStack) => (await stack.outbox()).map(({ to }) => to)

describe('another letter case', () => {
  it.for(sameMailbox)('%s is the member at every door', async (spelling, { stack }) => {
    expect(await visitor(stack).passwordLogin(spelling)).toMatchObject({ body: { member: { id } } })
    expect((await visitor(stack).redirect(personaOf(stack, spelling))).body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [{ email: 'm*****@example.com' }],
    })
  })

  it('makes no second member, and mail goes to the normal form', async ({ stack }) => {
    const who = visitor(stack)
    await who.sendCode('MINJI.KIM@example.com', 'sign_up')
    expect((await mails(stack)).at(-1)).toBe(victim)
    await who.confirmCode(await who.codeFromOutbox(victim))
    expect(await who.registerByEmail()).toMatchObject({ status: 409, body: { code: 'email_taken' } })
  })

  it('gives no further attempts: both spellings count together', async ({ stack }) => {
    const spellings = Array.from(
      { length: 12 },
      (_, index) => sameMailbox[index % sameMailbox.length] ?? victim,
    )
    const statuses: number[] = []
    for (const spelling of spellings) {
      statuses.push((await visitor(stack).passwordLogin(spelling, 'a wrong password')).status)
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(2)
  })
})

describe('another mailbox', () => {
  it.for(otherMailboxes)('%s is another person', async (spelling, { stack }) => {
    const { body } = await visitor(stack).redirect(personaOf(stack, spelling))
    expect(body).toMatchObject({ outcome: 'registration_required' })
    expect((await visitor(stack).passwordLogin(spelling)).status).toBe(401)
    stack.advanceClock(31)
    const before = (await mails(stack)).filter((to) => to === victim).length
    expect((await visitor(stack).sendCode(spelling)).status).toBe(202)
    expect((await mails(stack)).filter((to) => to === victim)).toHaveLength(before)
  })
})

describe('white space beside an address', () => {
  it.for(edged)(
    '(%s) is cleaned where people type, and mail goes to the normal form',
    async ([_, spelling], { stack }) => {
      stack.advanceClock(3600)
      expect(await visitor(stack).passwordLogin(spelling)).toMatchObject({ body: { member: { id } } })
      expect((await visitor(stack).sendCode(spelling)).status).toBe(202)
      expect((await mails(stack)).at(-1)).toBe(victim)
    },
  )
})

describe('a spelling that is no plain address', () => {
  it.for(nonsense)('(%s) gets no mail and no sign-in', async ([_, spelling], { stack }) => {
    const before = await mails(stack)
    const who = visitor(stack)
    for (const response of [await who.sendCode(spelling), await who.passwordLogin(spelling)]) {
      expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
    expect(await mails(stack)).toEqual(before)
  })

  it.for([...nonsense, ...edged] as const)(
    '(%s) is no evidence, even when Kakao calls it verified',
    async ([_, spelling], { stack }) => {
      const { body } = await visitor(stack).direct(personaOf(stack, spelling))
      expect(body).toMatchObject({ outcome: 'registration_required', missing: ['email'] })
      expect(body['profile']).not.toHaveProperty('email')
    },
  )
})

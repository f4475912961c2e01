import { describe, expect } from 'vitest'
import { madeUpCi, madeUpDi } from '../../lib/stand-ins/portone/cast.ts'
import type { RowKind } from '../../lib/store/rows/row.ts'
import { left } from '../support/closing-steps.ts'
import { passkeySteps } from '../support/passkey-steps.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable, itemsOf } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * DynamoDB deletes up to days late, and the sweep comes when it comes. A row past its end is as good as gone at every door,
 * while it still lies in the table. No story here runs the sweep.
 */

const keys = ['pending', 'later', 'ticket', 'merge', 'other', 'joins', 'anew', 'seen'] as const
const names = ['김하나', '이두리', '박세나', '최네모', '정다섯', '강여섯', '조일곱', '윤여덟']
const cast = keys.map((key, index) => atKakao(key, { name: `${names[index]}` }))
const subjectOf = (key: string): string => `${cast.find((persona) => persona.key === key)?.id}`
const checked = [
  {
    key: 'person',
    name: '김하나',
    birthDate: '1990-04-12',
    gender: 'FEMALE',
    ci: madeUpCi('person'),
    di: madeUpDi('person'),
    note: { ko: '시험', en: 'for a test' },
  },
] as const
const day = 86_400

const it = testWithStack({
  personas: cast,
  checked,
  environment: {
    IEUM_CLOSING: JSON.stringify({ graceDays: 30, rejoinAfterDays: 30 }),
    IEUM_POLICY: JSON.stringify({ requiredItems: ['email', 'name'], siblingTags: [] }),
  },
})
it.afterEach(({ stack }) => expectSoundTable(stack))

const phone = (stack: TestStack) => visitor(stack, { client: 'app' })
const code = (name: string) => ({ body: { code: name } })

let people = 0
async function member(stack: TestStack): Promise<Visitor & { readonly address: string }> {
  people += 1
  const address = `member-${people}@example.com`
  await settle(stack, { email: address, password: usualPassword, name: '문하늘' })
  const who = phone(stack)
  expect((await who.passwordLogin(address)).status).toBe(200)
  return Object.assign(who, { address })
}

type Story = (stack: TestStack) => Promise<void>

const stories = {
  session: async (stack) => {
    const who = await member(stack)
    stack.advanceClock(30 * day)
    expect(await who.refresh()).toMatchObject(code('invalid_token'))
    const again = phone(stack)
    await again.passwordLogin(who.address)
    const { body } = await again.call('GET', '/me/sessions', { bearer: again.accessToken })
    expect(body['sessions']).toHaveLength(1)
  },
  pending: async (stack) => {
    const who = phone(stack)
    await who.direct('pending')
    stack.advanceClock(1800)
    expect(await who.register()).toMatchObject(code('invalid_token'))
    expect(await who.linkOwnAccount()).toMatchObject(code('invalid_token'))
  },
  identity_claim: async (stack) => {
    await phone(stack).direct('later')
    stack.advanceClock(day)
    const again = phone(stack)
    expect((await again.direct('later')).body).toMatchObject({ outcome: 'registration_required' })
    expect((await again.register()).status).toBe(201)
  },
  once: async (stack) => {
    const [used, late] = [phone(stack), phone(stack)]
    const ticketOf = async (who: Visitor): Promise<string> => {
      await who.startRedirect()
      const back = await who.comeBack(who.consent('ticket'))
      return `${new URL(`${back.headers.get('location')}`).searchParams.get('ticket')}`
    }
    const [first, second] = [await ticketOf(used), await ticketOf(late)]
    expect((await used.redeem(first)).body).toMatchObject({ outcome: 'registration_required' })
    stack.advanceClock(60)
    for (const [who, ticket] of [
      [used, first],
      [late, second],
    ] as const) {
      expect(await who.redeem(ticket)).toMatchObject(code('invalid_ticket'))
    }
    stack.advanceClock(day)
    expect(await used.redeem(first)).toMatchObject(code('invalid_ticket'))
  },
  merge_question: async (stack) => {
    await settle(stack, { kakao: [subjectOf('other')], name: '정다섯' })
    const who = await member(stack)
    expect((await who.startLink('other')).body).toMatchObject({ outcome: 'merge_confirmation_required' })
    stack.advanceClock(601)
    await who.passwordLogin(who.address)
    expect(await who.merge()).toMatchObject(code('invalid_token'))
  },
  identity_check: async (stack) => {
    const who = await member(stack)
    await who.beginCheck()
    stack.identityGateway.verify(who.check, 'person')
    stack.advanceClock(900)
    await who.passwordLogin(who.address)
    expect(await who.confirmCheck()).toMatchObject(code('invalid_transaction'))
  },
  code: async (stack) => {
    const who = await member(stack)
    await who.sendCode(who.address)
    const late = await who.codeFromOutbox(who.address)
    stack.advanceClock(600)
    expect(await who.confirmCode(late)).toMatchObject(code('invalid_code'))
    await who.prove(who.address)
    stack.advanceClock(600)
    expect(await who.codeLogin()).toMatchObject(code('invalid_token'))
  },
  rate: async (stack) => {
    const who = await member(stack)
    for (let wrong = 0; wrong < 10; wrong += 1)
      await phone(stack).passwordLogin(who.address, 'not this one at all')
    expect(await phone(stack).passwordLogin(who.address)).toMatchObject(code('too_many_requests'))
    stack.advanceClock(day)
    expect((await phone(stack).passwordLogin(who.address)).status).toBe(200)
  },
} satisfies Partial<Record<RowKind, Story>>

/** Rows that have no end of their own, or whose end a story below plays. */
const others = {
  member: 'below',
  rejoin_block: 'below',
  message: 'test/flows/jobs/courier.test.ts',
  identity: 'goes with its member',
  profile: 'goes with its identity',
  claim: 'goes with its member',
  name: 'goes with its member',
  shared: 'goes with its member',
  shared_mark: 'goes with those who share',
  passkey: 'goes with its member',
  passkey_claim: 'goes with its passkey',
  consent: 'stays',
  event: 'stays',
  consent_record: 'stays',
  mail_note: 'is replaced',
  health_note: 'is replaced; an old one is a failure of the courier',
} as const satisfies Record<Exclude<RowKind, keyof typeof stories>, string>

describe('past its end, and still in the table, a row counts for nothing:', () => {
  it.for(Object.entries<Story>(stories))('%s', async ([kind, play], { stack }) => {
    expect(others).not.toHaveProperty(kind)
    await play(stack)
    expect(await itemsOf(stack, kind)).not.toEqual([])
  })
})

/** Joins by Kakao and adds a password and a passkey. */
async function joined(stack: TestStack, persona: string) {
  const who = phone(stack)
  await who.signUp(persona)
  expect((await who.change({ password: usualPassword })).status).toBe(200)
  const steps = passkeySteps(stack)
  expect((await steps.add(who)).status).toBe(201)
  return { who, steps, address: `${persona}@example.com` }
}

describe('a member whose grace period is over, and whom no sweep has erased,', () => {
  it('may not join again while the block lasts, and then joins as somebody new', async ({ stack }) => {
    const { who, steps, address } = await joined(stack, 'joins')
    await left(who)
    stack.advanceClock(30 * day)
    expect(await phone(stack).direct('joins')).toMatchObject({
      status: 403,
      ...code('rejoin_not_allowed_yet'),
    })
    expect(await phone(stack).emailSignUp(address)).toMatchObject({
      status: 403,
      ...code('rejoin_not_allowed_yet'),
    })
    stack.advanceClock(30 * day)

    // Nobody is here any more.
    expect(await phone(stack).passwordLogin(address)).toMatchObject({
      status: 401,
      ...code('invalid_credentials'),
    })
    expect(await phone(stack).signInByCode(address)).toMatchObject({ status: 404, ...code('not_found') })
    expect(await steps.signIn(phone(stack))).toMatchObject({ status: 401, ...code('invalid_credentials') })

    const again = phone(stack)
    expect((await again.direct('joins')).body).toMatchObject({ outcome: 'registration_required' })
    expect(await again.register()).toMatchObject({ status: 201, body: { created: true } })
    expect((await again.me()).body).toMatchObject({ email: address, emailVerified: true })
    expect((await who.sweep()).body).toMatchObject({ failed: 0 })
    expect((await phone(stack).direct('joins')).body).toMatchObject({
      outcome: 'signed_in',
      member: again.outcome['member'],
    })
  })

  it('gives the address to whoever signs up with it, and the identity check to whoever passes it', async ({
    stack,
  }) => {
    const { who, address } = await joined(stack, 'anew')
    expect((await who.checkIdentity('person')).body).toMatchObject({ outcome: 'identity_verified' })
    await left(who)
    stack.advanceClock(60 * day)

    const again = phone(stack)
    expect(await again.emailSignUp(address)).toMatchObject({ status: 201, body: { created: true } })
    expect((await again.checkIdentity('person')).body).toMatchObject({ outcome: 'identity_verified' })
    again.provider = 'kakao'
    expect((await again.startLink('anew')).body).toMatchObject({ outcome: 'linked' })
    expect((await who.sweep()).body).toMatchObject({ failed: 0 })
    expect((await again.me()).body).toMatchObject({ email: address, emailVerified: true })
  })

  it('may not join again by an address that another member has taken and given up', async ({ stack }) => {
    const leaver = await member(stack)
    await left(leaver)
    stack.advanceClock(31 * day)
    const other = await member(stack)
    for (const address of [leaver.address, 'own-again@example.com']) {
      await other.prove(address, 'contact')
      expect(await other.change({ verificationToken: other.verificationToken })).toMatchObject({
        status: 200,
        body: { email: address },
      })
    }
    expect(await phone(stack).emailSignUp(leaver.address)).toMatchObject({
      status: 403,
      ...code('rejoin_not_allowed_yet'),
    })
    stack.advanceClock(30 * day)
    expect((await phone(stack).emailSignUp(leaver.address)).status).toBe(201)
  })

  it('is told no more of it', async ({ stack }) => {
    const { who, address } = await joined(stack, 'seen')
    await left(who)
    stack.advanceClock(60 * day)
    const before = (await stack.outbox()).length
    await phone(stack).emailSignUp(address)
    const sent = (await stack.outbox()).slice(before)
    expect(sent.map(({ to, subject }) => [to, subject])).toEqual([[address, expect.stringContaining('인증')]])
  })
})

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { madeUpCi, madeUpDi } from '../../lib/stand-ins/portone/cast.ts'
import type { RowKind } from '../../lib/store/rows/row.ts'
import { left } from '../support/closing-steps.ts'
import { passkeySteps } from '../support/passkey-steps.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable, itemsOf } from '../support/table-of.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'

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

let stack: TestStack
beforeAll(async () => {
  stack = await openTestStack({
    personas: cast,
    checked,
    environment: {
      IEUM_CLOSING: JSON.stringify({ graceDays: 30, rejoinAfterDays: 30 }),
      IEUM_POLICY: JSON.stringify({ requiredItems: ['email', 'name'], siblingTags: [] }),
    },
  })
})
afterEach(() => expectSoundTable(stack))
afterAll(() => stack.stop())

const phone = () => visitor(stack, { client: 'app' })
const code = (name: string) => ({ body: { code: name } })

let people = 0
async function member(): Promise<Visitor & { readonly address: string }> {
  people += 1
  const address = `member-${people}@example.com`
  await settle(stack, { email: address, password: usualPassword, name: '문하늘' })
  const who = phone()
  expect((await who.passwordLogin(address)).status).toBe(200)
  return Object.assign(who, { address })
}

type Story = () => Promise<void>

const stories = {
  session: async () => {
    const who = await member()
    stack.advanceClock(30 * day)
    expect(await who.refresh()).toMatchObject(code('invalid_token'))
    const again = phone()
    await again.passwordLogin(who.address)
    const { body } = await again.call('GET', '/me/sessions', { bearer: again.accessToken })
    expect(body['sessions']).toHaveLength(1)
  },
  pending: async () => {
    const who = phone()
    await who.direct('pending')
    stack.advanceClock(1800)
    expect(await who.register()).toMatchObject(code('invalid_token'))
    expect(await who.linkOwnAccount()).toMatchObject(code('invalid_token'))
  },
  identity_claim: async () => {
    await phone().direct('later')
    stack.advanceClock(day)
    const again = phone()
    expect((await again.direct('later')).body).toMatchObject({ outcome: 'registration_required' })
    expect((await again.register()).status).toBe(201)
  },
  once: async () => {
    const who = phone()
    await who.startRedirect()
    const back = await who.comeBack(who.consent('ticket'))
    const ticket = `${new URL(`${back.headers.get('location')}`).searchParams.get('ticket')}`
    stack.advanceClock(60)
    expect(await who.redeem(ticket)).toMatchObject(code('invalid_ticket'))
    stack.advanceClock(day)
    expect(await who.redeem(ticket)).toMatchObject(code('invalid_ticket'))
  },
  merge_question: async () => {
    await settle(stack, { kakao: [subjectOf('other')], name: '정다섯' })
    const who = await member()
    expect((await who.startLink('other')).body).toMatchObject({ outcome: 'merge_confirmation_required' })
    stack.advanceClock(601)
    await who.passwordLogin(who.address)
    expect(await who.merge()).toMatchObject(code('invalid_token'))
  },
  identity_check: async () => {
    const who = await member()
    await who.beginCheck()
    stack.identityGateway.verify(who.check, 'person')
    stack.advanceClock(900)
    await who.passwordLogin(who.address)
    expect(await who.confirmCheck()).toMatchObject(code('invalid_transaction'))
  },
  code: async () => {
    const who = await member()
    await who.sendCode(who.address)
    const late = await who.codeFromOutbox(who.address)
    stack.advanceClock(600)
    expect(await who.confirmCode(late)).toMatchObject(code('invalid_code'))
    await who.prove(who.address)
    stack.advanceClock(600)
    expect(await who.codeLogin()).toMatchObject(code('invalid_token'))
  },
  rate: async () => {
    const who = await member()
    for (let wrong = 0; wrong < 10; wrong += 1)
      await phone().passwordLogin(who.address, 'not this one at all')
    expect(await phone().passwordLogin(who.address)).toMatchObject(code('too_many_requests'))
    stack.advanceClock(day)
    expect((await phone().passwordLogin(who.address)).status).toBe(200)
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
} as const satisfies Record<Exclude<RowKind, keyof typeof stories>, string>

describe('past its end, and still in the table, a row counts for nothing:', () => {
  it.each(Object.entries<Story>(stories))('%s', async (kind, play) => {
    expect(others).not.toHaveProperty(kind)
    await play()
    expect(await itemsOf(stack, kind)).not.toEqual([])
  })
})

/** Joins by Kakao and adds a password and a passkey. */
async function joined(persona: string) {
  const who = phone()
  await who.signUp(persona)
  expect((await who.change({ password: usualPassword })).status).toBe(200)
  const steps = passkeySteps(stack)
  expect((await steps.add(who)).status).toBe(201)
  return { who, steps, address: `${persona}@example.com` }
}

describe('a member whose grace period is over, and whom no sweep has erased,', () => {
  it('may not join again while the block lasts, and then joins as somebody new', async () => {
    const { who, steps, address } = await joined('joins')
    await left(who)
    stack.advanceClock(30 * day)
    expect(await phone().direct('joins')).toMatchObject({ status: 403, ...code('rejoin_not_allowed_yet') })
    expect(await phone().emailSignUp(address)).toMatchObject({
      status: 403,
      ...code('rejoin_not_allowed_yet'),
    })
    stack.advanceClock(30 * day)

    // Nobody is here any more.
    expect(await phone().passwordLogin(address)).toMatchObject({
      status: 401,
      ...code('invalid_credentials'),
    })
    expect(await phone().signInByCode(address)).toMatchObject({ status: 404, ...code('not_found') })
    expect(await steps.signIn(phone())).toMatchObject({ status: 401, ...code('invalid_credentials') })

    const again = phone()
    expect((await again.direct('joins')).body).toMatchObject({ outcome: 'registration_required' })
    expect(await again.register()).toMatchObject({ status: 201, body: { created: true } })
    expect((await again.me()).body).toMatchObject({ email: address, emailVerified: true })
    expect((await who.sweep()).body).toMatchObject({ failed: 0 })
    expect((await phone().direct('joins')).body).toMatchObject({
      outcome: 'signed_in',
      member: again.outcome['member'],
    })
  })

  it('gives the address to whoever signs up with it, and the identity check to whoever passes it', async () => {
    const { who, address } = await joined('anew')
    expect((await who.checkIdentity('person')).body).toMatchObject({ outcome: 'identity_verified' })
    await left(who)
    stack.advanceClock(60 * day)

    const again = phone()
    expect(await again.emailSignUp(address)).toMatchObject({ status: 201, body: { created: true } })
    expect((await again.checkIdentity('person')).body).toMatchObject({ outcome: 'identity_verified' })
    again.provider = 'kakao'
    expect((await again.startLink('anew')).body).toMatchObject({ outcome: 'linked' })
    expect((await who.sweep()).body).toMatchObject({ failed: 0 })
    expect((await again.me()).body).toMatchObject({ email: address, emailVerified: true })
  })

  it('is told no more of it', async () => {
    const { who, address } = await joined('seen')
    await left(who)
    stack.advanceClock(60 * day)
    const before = (await stack.outbox()).length
    await phone().emailSignUp(address)
    const sent = (await stack.outbox()).slice(before)
    expect(sent.map(({ to, subject }) => [to, subject])).toEqual([[address, expect.stringContaining('인증')]])
  })
})

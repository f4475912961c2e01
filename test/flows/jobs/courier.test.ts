import { describe, expect, it } from 'vitest'
import type { MessageContent, Notice } from '../../../lib/domain/message/message.ts'
import { Undeliverable } from '../../../lib/domain/message/undeliverable.ts'
import { defaultSmsPolicy } from '../../../lib/domain/values/sms-policy.ts'
import { deliverDue, deliverRecords } from '../../../lib/flows/jobs/courier.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { memberByEmail, openAddressWorld } from '../../support/address-world.ts'
import { email, phone } from '../../support/people.ts'
import { type PlainCourier, plainCourier } from '../../support/plain-courier.ts'
import { plainCode } from '../../support/plain-tokens.ts'

const at = new Date('2026-11-22T10:00:00.000Z')
const notice = (to: string, message: Notice = { kind: 'changed', what: 'password', at }): MessageContent => ({
  to: { channel: 'email', value: email(to) },
  message,
})
const textCode = (to: string, purpose: 'sign_in' | 'sign_up' = 'sign_up'): MessageContent => ({
  to: { channel: 'sms', value: phone(to) },
  message: { kind: 'code', purpose, keyId: 'kid' },
})
const mailedTo = ({ mailed }: PlainCourier) => mailed.map(({ to }) => String(to))
const down = () => new Error('the service does not answer')
const delivered = { queues: 1, sent: 0, dropped: 0, delayed: 0, failed: 0, unfinished: [] }

describe('the courier', () => {
  it('sends what transactions left, once, in the language of the row', async () => {
    const courier = plainCourier()
    courier.leave('minji', notice('minji@example.com'), { locale: 'ko' })
    expect(await deliverRecords(courier, courier.records())).toEqual({ ...delivered, sent: 1 })
    expect(courier.mailed).toEqual([
      { to: 'minji@example.com', locale: 'ko', message: { kind: 'changed', what: 'password', at } },
    ])
    expect(await deliverRecords(courier, courier.records())).toEqual(delivered)
    expect(courier.mailed).toHaveLength(1)
  })

  it('derives a code from the id of its row', async () => {
    const courier = plainCourier()
    const id = courier.leave('code', textCode('+821012345678'))
    await deliverRecords(courier, courier.records())
    expect(courier.texted).toMatchObject([{ message: { kind: 'code', code: plainCode(id), minutes: 10 } }])
  })

  it('makes the link of a way back itself, for the page of the client', async () => {
    const courier = plainCourier()
    const name = { memberId: ids.member(), deactivationId: ids.deactivation(), tokenId: ids.token() }
    const to = { channel: 'email', value: email('minji@example.com') } as const
    courier.leave('a', { to, message: { kind: 'reactivation', name } })
    courier.leave('b', { to, message: { kind: 'restoration', name, until: at } })
    courier.leave('c', {
      to: { channel: 'sms', value: phone('+821012345678') },
      message: { kind: 'restoration', name, until: at },
    })
    await deliverRecords(courier, courier.records())
    const link = expect.stringMatching(/^https:\/\/www\.example\.com\/done#reactivate=/)
    expect(courier.mailed.map(({ message }) => message)).toEqual([
      { kind: 'reactivation', link, hours: 24 },
      { kind: 'restoration', link, hours: 24, until: at },
    ])
    expect(courier.texted.map(({ message }) => message)).toEqual([{ kind: 'restoration', link, hours: 24 }])
    const [mail] = courier.mailed
    const token = mail?.message.kind === 'reactivation' ? mail.message.link.split('=').at(-1) : ''
    expect(await courier.world.tokens.reactivation.read(token ?? '')).toEqual(name)
  })

  it('keeps the order of a queue, whatever the order of its records', async () => {
    const courier = plainCourier()
    for (const to of ['a@example.com', 'b@example.com', 'c@example.com']) courier.leave('minji', notice(to))
    await deliverRecords(courier, courier.records().toReversed())
    expect(mailedTo(courier)).toEqual(['a@example.com', 'b@example.com', 'c@example.com'])
  })

  it('takes the turn of its channel for each message', async () => {
    const courier = plainCourier()
    courier.leave('minji', notice('minji@example.com'))
    courier.leave('code', textCode('+821012345678'))
    await deliverRecords(courier, courier.records())
    expect(courier.paced.toSorted()).toEqual(['email', 'sms'])
  })

  it('leaves content and address in no row that it is done with', async () => {
    const courier = plainCourier()
    courier.leave('minji', notice('minji@example.com'))
    await deliverRecords(courier, courier.records())
    expect([...courier.rows.values()]).toEqual([
      expect.objectContaining({ state: 'sent', endedAt: courier.clock.now() }),
    ])
    expect([...courier.rows.values()][0]).not.toHaveProperty('sealed')
  })
})

describe('a message that fails', () => {
  it('holds up its own queue, and no other', async () => {
    const courier = plainCourier()
    courier.failure = (to) => (to === 'bad@example.com' ? down() : undefined)
    courier.leave('one', notice('bad@example.com'))
    courier.leave('one', notice('later@example.com'))
    courier.leave('other', notice('good@example.com'))
    const result = await deliverRecords(courier, courier.records())
    expect(result).toMatchObject({ queues: 2, sent: 1, delayed: 1, unfinished: [] })
    expect(mailedTo(courier)).toEqual(['good@example.com'])
    expect(courier.reports).toEqual([{ event: 'message_delayed', kind: 'changed', error: 'Error' }])
  })

  it('is tried again later, and the rest of its queue after it, in order', async () => {
    const courier = plainCourier()
    courier.failure = down
    courier.leave('one', notice('a@example.com'))
    courier.leave('one', notice('b@example.com'))
    await deliverRecords(courier, courier.records())
    courier.failure = () => undefined
    courier.world.pass(29)
    expect(await deliverDue(courier)).toMatchObject({ queues: 0 })
    courier.world.pass(1)
    expect(await deliverDue(courier)).toMatchObject({ queues: 1, sent: 2 })
    expect(mailedTo(courier)).toEqual(['a@example.com', 'b@example.com'])
    expect(courier.states('one')).toEqual(['sent', 'sent'])
  })

  it('waits longer after each attempt, and ends in the failure queue with its life', async () => {
    const courier = plainCourier()
    courier.failure = down
    const id = courier.leave('code', textCode('+821012345678'))
    await deliverRecords(courier, courier.records())
    for (let minute = 0; minute < 15; minute += 1) {
      courier.world.pass(60)
      await deliverDue(courier)
    }
    const key = `MESSAGE#code MESSAGE#${id}`
    expect(courier.setAsides).toEqual([{ key, kind: 'code', why: 'out_of_attempts' }])
    expect(courier.reports.filter(({ event }) => event === 'message_delayed').length).toBeGreaterThan(3)
    expect(courier.reports.at(-1)).toEqual({
      event: 'message_failed',
      key,
      kind: 'code',
      why: 'out_of_attempts',
    })
    expect(courier.states('code')).toEqual(['failed'])
  })

  it('that the service refuses for good is set aside at once, and its queue goes on', async () => {
    const courier = plainCourier()
    courier.failure = (to) => (to === 'bad@example.com' ? new Undeliverable('MessageRejected') : undefined)
    courier.leave('one', notice('bad@example.com'))
    courier.leave('one', notice('good@example.com'))
    expect(await deliverRecords(courier, courier.records())).toMatchObject({ sent: 1, failed: 1 })
    expect(courier.setAsides).toMatchObject([{ kind: 'changed', why: 'MessageRejected' }])
    expect(courier.states('one')).toEqual(['failed', 'sent'])
  })

  it('keeps its content for two weeks, so that an operator sends it again; a code keeps nothing', async () => {
    const courier = plainCourier()
    courier.failure = () => new Undeliverable('MessageRejected')
    courier.leave('minji', notice('minji@example.com'))
    courier.leave('code', textCode('+821012345678'))
    const { end } = courier.storedMessages
    const kept: (Date | undefined)[] = []
    const noted = {
      ...courier.storedMessages,
      end: (...given: Parameters<typeof end>) => {
        kept.push(given[1].keptUntil)
        return end(...given)
      },
    }
    const now = courier.clock.now()
    await deliverRecords({ ...courier, storedMessages: noted }, courier.records())
    expect(kept.toSorted()).toEqual([new Date(now.getTime() + 14 * 86_400_000), undefined])
  })

  it('because nobody can read it is set aside, by its key', async () => {
    const courier = plainCourier()
    const sealed = courier.leave('one', notice('a@example.com'), { locale: 'en' })
    courier.rows.set('broken', { state: 'unreadable', id: 'broken', queue: 'two' })
    courier.leave('three', notice('good@example.com'))
    expect(await deliverRecords(courier, courier.records())).toMatchObject({ sent: 1, failed: 2 })
    expect(courier.setAsides.toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual([
      { key: `MESSAGE#one MESSAGE#${sealed}`, kind: 'changed', why: 'unreadable' },
      { key: 'MESSAGE#two MESSAGE#broken', kind: 'unknown', why: 'unreadable' },
    ])
  })

  it('because the table fails is delivered by the stream again, alone', async () => {
    const courier = plainCourier()
    const bad = courier.leave('bad', notice('bad@example.com'))
    courier.leave('good', notice('good@example.com'))
    const { queue } = courier.storedMessages
    const fails = {
      ...courier.storedMessages,
      queue: (name: string) => (name === 'bad' ? Promise.reject(down()) : queue(name)),
    }
    const result = await deliverRecords({ ...courier, storedMessages: fails }, courier.records())
    expect(result).toMatchObject({ sent: 1, unfinished: [`at ${bad}`] })
    expect(courier.reports).toEqual([{ event: 'queue_unfinished', queue: 'bad', error: 'Error' }])
  })
})

describe('two couriers', () => {
  it('send a message once, and the later ones of its queue too', async () => {
    const courier = plainCourier()
    for (let i = 0; i < 5; i += 1) courier.leave('minji', notice(`${i}@example.com`))
    const records = courier.records()
    await Promise.all([deliverRecords(courier, records), deliverRecords(courier, records)])
    courier.world.pass(60)
    await deliverDue(courier)
    expect(mailedTo(courier).toSorted()).toEqual([0, 1, 2, 3, 4].map((i) => `${i}@example.com`))
  })

  it('repeat only what a courier sent and died before marking', async () => {
    const courier = plainCourier()
    courier.leave('minji', notice('a@example.com'))
    courier.leave('minji', notice('b@example.com'))
    const dies = { ...courier.storedMessages, end: () => Promise.reject(down()) }
    await deliverRecords({ ...courier, storedMessages: dies }, courier.records())
    expect(await deliverRecords(courier, courier.records())).toMatchObject({ delayed: 1, sent: 0 })
    courier.world.pass(60)
    expect(await deliverDue(courier)).toMatchObject({ sent: 2 })
    expect(mailedTo(courier)).toEqual(['a@example.com', 'a@example.com', 'b@example.com'])
  })
})

describe('the courier drops', () => {
  it('a notice that says the same as one of the last ten minutes', async () => {
    const courier = plainCourier()
    for (let i = 0; i < 3; i += 1) courier.leave('minji', notice('minji@example.com'))
    courier.leave('minji', notice('old@example.com'))
    expect(await deliverRecords(courier, courier.records())).toMatchObject({ sent: 2, dropped: 2 })
    courier.world.pass(600)
    courier.leave('minji', notice('minji@example.com'))
    expect(await deliverRecords(courier, courier.records())).toMatchObject({ sent: 1, dropped: 0 })
  })

  it('a text whose code signs nobody in, and sends the one of a member', async () => {
    const world = openAddressWorld()
    const number = { value: phone('+821012345678'), verified: true, provenAt: world.clock.now() }
    world.settle(memberByEmail('minji@example.com', { phone: number, ways: ['email', 'phone'] }))
    const courier = plainCourier(world)
    courier.leave('stranger', textCode('+821099999999', 'sign_in'))
    courier.leave('member', textCode('+821012345678', 'sign_in'))
    courier.leave('newcomer', textCode('+821088888888', 'sign_up'))
    expect(await deliverRecords(courier, courier.records())).toMatchObject({ sent: 2, dropped: 1 })
    expect(courier.texted.map(({ to }) => String(to)).toSorted()).toEqual(['+821012345678', '+821088888888'])
    expect(courier.states('stranger')).toEqual(['dropped'])
    expect(courier.reports).toEqual([])
  })

  it('texts over the budget of a range or of the stage, and reports the budget', async () => {
    const courier = plainCourier(openAddressWorld({ sms: { ...defaultSmsPolicy, perHour: 2 } }))
    for (const to of ['+821011110001', '+821022220001', '+821033330001']) courier.leave(to, textCode(to))
    expect(await deliverRecords(courier, courier.records())).toMatchObject({ sent: 2, dropped: 1 })
    expect(courier.reports).toEqual([{ event: 'limit_exhausted', limit: 'sms-hour' }])
  })

  it('notices by text over budgets of their own, which codes never touch', async () => {
    const courier = plainCourier(openAddressWorld({ sms: { ...defaultSmsPolicy, perHour: 20 } }))
    const told = (to: string): MessageContent => ({
      to: { channel: 'sms', value: phone(to) },
      message: { kind: 'merged', into: 'this', at },
    })
    for (let index = 0; index < 3; index += 1) courier.leave('minji', told('+821011110001'))
    for (let index = 0; index < 20; index += 1) courier.leave(`code${index}`, textCode('+821011110002'))
    expect(await deliverRecords(courier, courier.records())).toMatchObject({ sent: 22, dropped: 1 })
    expect(courier.reports).toEqual([{ event: 'limit_exhausted', limit: 'sms-notice-hour' }])
    courier.world.pass(1800)
    courier.leave('minji', told('+821011110001'))
    courier.leave('minji', told('+821011110001'))
    expect(await deliverRecords(courier, courier.records())).toMatchObject({ sent: 1, dropped: 1 })
  })

  it('no alert for lesser notices, and no notice of one kind for those of another', async () => {
    const courier = plainCourier(openAddressWorld({ sms: { ...defaultSmsPolicy, perHour: 200 } }))
    const number = { channel: 'sms', value: phone('+821011110001') } as const
    const removed = (['kakao', 'naver', 'google', 'github'] as const).map(
      (method) => ({ kind: 'login_method_removed', method, at }) as const,
    )
    const alerts = [
      { kind: 'login_method_added', method: 'kakao', at },
      { kind: 'changed', what: 'password', at },
      { kind: 'withdrawn', until: at },
    ] as const
    for (const message of [...removed, ...alerts]) {
      courier.leave('minji', { to: number, message })
    }
    expect(await deliverRecords(courier, courier.records())).toMatchObject({ sent: 6, dropped: 1 })
    expect(courier.states('minji')).toEqual([...Array(3).fill('sent'), 'dropped', ...Array(3).fill('sent')])
    expect(courier.reports).toEqual([{ event: 'limit_exhausted', limit: 'sms-notice-number' }])
  })

  it('lesser notices beyond half of the budget of notices, whoever gets them', async () => {
    const courier = plainCourier(openAddressWorld({ sms: { ...defaultSmsPolicy, perHour: 40 } }))
    const leave = (to: string, message: MessageContent['message']) =>
      courier.leave(to, { to: { channel: 'sms', value: phone(to) }, message })
    for (const to of ['+821011110001', '+821022220001', '+821033330001'])
      leave(to, { kind: 'login_method_removed', method: 'kakao', at })
    for (const to of ['+821044440001', '+821055550001']) leave(to, { kind: 'withdrawn', until: at })
    expect(await deliverRecords(courier, courier.records())).toMatchObject({ sent: 4, dropped: 1 })
    expect(courier.reports).toEqual([{ event: 'limit_exhausted', limit: 'sms-lesser-notice-hour' }])
    expect(courier.states('+821055550001')).toEqual(['sent'])
  })

  it('what nobody tried to send in time', async () => {
    const courier = plainCourier()
    courier.leave('code', textCode('+821012345678'))
    courier.world.pass(600)
    expect(await deliverRecords(courier, courier.records())).toMatchObject({ sent: 0, dropped: 1 })
  })
})

describe('the budget of texts', () => {
  it('counts only what is sent: neither dropped nor failed texts, and no mails', async () => {
    const courier = plainCourier(openAddressWorld({ sms: { ...defaultSmsPolicy, perHour: 1 } }))
    for (let i = 0; i < 40; i += 1) courier.leave(`nobody${i}`, textCode('+821099999999', 'sign_in'))
    courier.leave('mail', notice('minji@example.com'))
    await deliverRecords(courier, courier.records())
    courier.failure = down
    courier.leave('failed', textCode('+821012345678'))
    await deliverRecords(courier, courier.records())
    courier.failure = () => undefined
    courier.world.pass(30)
    expect(await deliverDue(courier)).toMatchObject({ sent: 1 })
    courier.leave('second', textCode('+821077777777'))
    expect(await deliverRecords(courier, courier.records())).toMatchObject({ sent: 0, dropped: 1 })
  })
})

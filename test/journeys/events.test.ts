import { describe, expect } from 'vitest'
import type { BusEvent } from '../../lib/local/aws/bus.ts'
import { left } from '../support/closing-steps.ts'
import { expectEvent } from '../support/event-schemas.ts'
import { fieldsOf } from '../support/fields.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { settle } from '../support/people-of-the-service.ts'
import { comeBack, mailedToken, pause } from '../support/reactivation-steps.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Every change of a member leaves as an event, so the rest of the service can follow. The events keep the order of
 * the changes and contain only ids.
 */

const cast = [
  atKakao('new', { name: '김하나' }),
  atKakao('added', { name: '이두리' }),
  atKakao('known', { name: '박세나' }),
]
const subjectOf = (key: string): string => `${cast.find((persona) => persona.key === key)?.id}`

const it = testWithStack({ personas: cast, changes: 'streamed' })
it.afterEach(({ stack }) => expectSoundTable(stack))

const typesOf = (events: readonly BusEvent[]) => events.map((event) => event['detail-type'])

/** The events of one member in order. Each event must match its schema. */
async function toldOf(stack: TestStack, memberId: unknown): Promise<readonly BusEvent[]> {
  const events = (await stack.events()).filter(({ detail }) => detail['memberId'] === memberId)
  for (const { detail } of events) expectEvent(detail)
  return events
}

describe('the life of a member', () => {
  it('is published in order, each event once, with its details', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    const { body } = await who.signUp('new')
    await who.changeConsent('marketing', false)
    await who.startLink('added', {}, 'direct')
    await who.unlink({ subject: subjectOf('added') })
    await pause(who)
    await visitor(stack).direct('new')
    const [mail] = (await stack.outbox()).filter(({ to }) => to === 'new@example.com').slice(-1)
    const token = /#reactivate=(\S+)$/m.exec(mail?.text ?? '')?.[1]
    expect((await comeBack(stack, token)).body).toMatchObject({ outcome: 'reactivated' })

    const { id } = fieldsOf(body['member'])
    const told = await toldOf(stack, id)
    expect(typesOf(told)).toEqual([
      'member.registered',
      'consent.changed',
      'identity.linked',
      'identity.unlinked',
      'member.deactivated',
      'member.reactivated',
    ])
    const details = told.map(({ detail }) => detail)
    expect(details[0]).toMatchObject({ identity: { provider: 'kakao', subject: subjectOf('new') } })
    expect(details[1]).toMatchObject({ consents: [{ tag: 'marketing', agreed: false }] })
    expect(details[2]).toMatchObject({ identity: { subject: subjectOf('added') } })
    expect(details.map(({ sequence }) => sequence)).toEqual(
      details.map(({ sequence }) => sequence).toSorted(),
    )
    expect(new Set(details.map((detail) => detail['id'])).size).toBe(told.length)
    expect(await toldOf(stack, id)).toEqual(told)
  })

  it('by e-mail begins with the consents', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    const { body } = await who.emailSignUp('by-mail@example.com')
    const [registered] = await toldOf(stack, fieldsOf(body['member'])['id'])
    expect(registered?.detail).toMatchObject({
      type: 'member.registered',
      consents: [
        { tag: 'service', agreed: true },
        { tag: 'privacy', agreed: true },
      ],
    })
    expect(registered?.detail).not.toHaveProperty('identity')
    await pause(who)
    await comeBack(stack, await mailedToken(stack, who, 'by-mail@example.com'))
    expect(typesOf(await toldOf(stack, fieldsOf(body['member'])['id']))).toEqual([
      'member.registered',
      'member.deactivated',
      'member.reactivated',
    ])
  })
})

describe('what becomes of a member', () => {
  it('is told by the names of the changed parts, and to the end', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    const { body } = await who.emailSignUp('changing@example.com')
    const { accessToken: bearer } = who
    await who.call('PATCH', '/me', { bearer, body: { nickname: '바람', locale: 'en' } })
    await left(who)
    stack.advanceClock(31 * 86_400)
    await who.call('POST', '/_local/sweep', { body: {} })
    const told = await toldOf(stack, fieldsOf(body['member'])['id'])
    expect(typesOf(told)).toEqual([
      'member.registered',
      'member.changed',
      'member.withdrawn',
      'member.erased',
    ])
    expect(told[1]?.detail).toMatchObject({ parts: expect.arrayContaining(['nickname']) })
  })
})

describe('a member of the old system', () => {
  it('is published with the id of the old system', async ({ stack }) => {
    const member = await settle(stack, {
      email: 'known@example.com',
      name: '박세나',
      password: usualPassword,
      externalId: 'user-4711',
    })
    const who = visitor(stack)
    await who.direct('known')
    expect((await who.link()).body).toMatchObject({ outcome: 'signed_in' })
    const told = await toldOf(stack, member.id)
    expect(typesOf(told)).toEqual(['identity.linked'])
    expect(told[0]?.detail).toMatchObject({ externalId: 'user-4711' })
  })
})

describe('an event', () => {
  it('contains no personal data', async ({ stack }) => {
    const text = JSON.stringify(await stack.events())
    for (const word of ['@', '김하나', '박세나', '+82', usualPassword]) expect(text).not.toContain(word)
  })

  it('is shown in the feed of the laptop', async ({ stack }) => {
    const response = await visitor(stack).call('GET', '/_local/events')
    expect(JSON.parse(response.text)).toEqual(await stack.events())
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  deliveryStep,
  type EndedMessage,
  nextAttempt,
  type PendingMessage,
} from '../../../lib/domain/message/delivery.ts'
import {
  type Message,
  messageKinds,
  type SealedMessage,
  topicOf,
} from '../../../lib/domain/message/message.ts'

const now = new Date('2026-11-22T10:00:00.000Z')
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000)
const isSealed = (text: string): text is SealedMessage => text !== ''
function sealed(): SealedMessage {
  const text = 'kid.sealed'
  if (!isSealed(text)) throw new Error('unreachable')
  return text
}

const pending = (over: Partial<PendingMessage> = {}): PendingMessage => ({
  id: 'm2',
  queue: 'member',
  of: 'changed',
  locale: 'ko',
  sealed: sealed(),
  state: 'pending',
  createdAt: now,
  attempts: 0,
  ...over,
})
const sent = (over: Partial<EndedMessage> = {}): EndedMessage => ({
  id: 'm1',
  queue: 'member',
  of: 'changed',
  state: 'sent',
  endedAt: now,
  ...over,
})

describe('a message in its queue', () => {
  test('is sent', () => {
    expect(deliveryStep(pending(), [], now)).toEqual({ kind: 'send' })
  })

  test('waits while a courier is sending it, and is sent again if that courier never ends', () => {
    const leased = pending({ leasedUntil: later(60), attempts: 1 })
    expect(deliveryStep(leased, [], now)).toEqual({ kind: 'wait', until: later(60) })
    expect(deliveryStep(leased, [], later(60))).toEqual({ kind: 'send' })
  })

  test('waits for its next attempt after a failure', () => {
    const failed = pending({ dueAt: later(30), attempts: 1 })
    expect(deliveryStep(failed, [], now)).toEqual({ kind: 'wait', until: later(30) })
    expect(deliveryStep(failed, [], later(30))).toEqual({ kind: 'send' })
  })

  test('is dropped when nobody tried in time, and given up when every attempt failed', () => {
    const code = pending({ of: 'code' })
    expect(deliveryStep(code, [], later(599))).toEqual({ kind: 'send' })
    expect(deliveryStep(code, [], later(600))).toEqual({ kind: 'drop', why: 'expired' })
    const tried = pending({ of: 'code', attempts: 3, dueAt: later(700) })
    expect(deliveryStep(tried, [], later(600))).toEqual({ kind: 'give_up' })
    expect(deliveryStep(pending(), [], later(86_399))).toEqual({ kind: 'send' })
  })

  test('is dropped within ten minutes of the same news, and not after them', () => {
    const notice = pending({ topic: 'changed password' })
    const earlier = sent({ topic: 'changed password' })
    expect(deliveryStep(notice, [earlier], later(599))).toEqual({ kind: 'drop', why: 'repeated' })
    expect(deliveryStep(notice, [earlier], later(600))).toEqual({ kind: 'send' })
  })

  test.each([
    ['other news', sent({ topic: 'changed email' })],
    ['news that was not sent', sent({ topic: 'changed password', state: 'dropped' })],
    ['news that failed', sent({ topic: 'changed password', state: 'failed' })],
    ['a message without a topic', sent()],
    ['the same news that still waits', pending({ id: 'm1', topic: 'changed password' })],
  ])('is sent after %s', (_, earlier) => {
    const notice = pending({ topic: 'changed password' })
    expect(deliveryStep(notice, [earlier], now)).toEqual({ kind: 'send' })
    expect(deliveryStep(pending(), [earlier], now)).toEqual({ kind: 'send' })
  })

  test('ends within its life, however its attempts fail', () => {
    fc.assert(
      fc.property(fc.constantFrom('code' as const, 'changed' as const, 'reactivation' as const), (of) => {
        let [message, at] = [pending({ of }), now]
        for (let attempts = 1; deliveryStep(message, [], at).kind !== 'give_up'; attempts += 1) {
          expect(deliveryStep(message, [], at)).toEqual({ kind: 'send' })
          at = nextAttempt(message, attempts, at)
          message = { ...message, attempts, dueAt: at }
        }
        const life = messageKinds[of].lifetimeSeconds
        expect(message.attempts).toBeGreaterThanOrEqual(life > 600 ? 20 : 5)
        expect(at).toEqual(later(life))
      }),
      { numRuns: 3 },
    )
  })
})

test('the pauses between attempts double, up to an hour', () => {
  const seconds = (attempts: number) =>
    (nextAttempt(pending(), attempts, now).getTime() - now.getTime()) / 1000
  expect([1, 2, 3, 4].map(seconds)).toEqual([30, 60, 120, 240])
  expect([8, 20, 1000].map(seconds)).toEqual([3600, 3600, 3600])
})

describe('the topic of a message', () => {
  const at = now
  test('tells apart what a notice is about', () => {
    const added = (method: 'kakao' | 'naver'): Message => ({ kind: 'login_method_added', method, at })
    const topics = [
      topicOf(added('kakao')),
      topicOf(added('naver')),
      topicOf(added('kakao'), '9001'),
      topicOf({ kind: 'login_method_removed', method: 'kakao', at }),
      topicOf({ kind: 'changed', what: 'password', at }),
      topicOf({ kind: 'changed', what: 'email', at }),
    ]
    expect(new Set(topics).size).toBe(topics.length)
    expect(topicOf(added('kakao'))).toBe(
      topicOf({ kind: 'login_method_added', method: 'kakao', at: new Date(0) }),
    )
  })

  test('is absent for what has its own limits, or happens once', () => {
    expect(topicOf({ kind: 'code', purpose: 'sign_in', keyId: 'kid' })).toBeUndefined()
    expect(topicOf({ kind: 'withdrawn', until: at })).toBeUndefined()
    expect(topicOf({ kind: 'merged', into: 'this', at })).toBeUndefined()
  })
})

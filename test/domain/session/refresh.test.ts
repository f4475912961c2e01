import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MemberAuthState, Session } from '../../../lib/domain/member/member.ts'
import {
  judgeRefresh,
  lateRetriesInARow,
  type PresentedRefresh,
  type RefreshVerdict,
  retried,
  rotated,
} from '../../../lib/domain/session/refresh.ts'
import { defaultSessionLifetimes, after as secondsAfter } from '../../../lib/domain/values/lifetimes.ts'
import { days, memberId, memberOf, now, sessionOf, somebody } from '../../store/cast.ts'

const person = somebody()
const tokenOf = (generation: number): PresentedRefresh => ({ generation, hash: `hash-${generation}` })
const renewed = (session: Session, from: number, at: Date): Session =>
  rotated(session, from, { hash: `hash-${from + 1}`, kid: 'key-1' }, defaultSessionLifetimes, at)

const member: MemberAuthState = memberOf(person)
const atGeneration = (generation: number, more: Partial<Session> = {}): Session =>
  sessionOf(memberId(), person, { generation, refreshHash: `hash-${generation}`, ...more })

/** A session at generation 7 since `now`, and the verdict on a token some seconds later. */
const judged = (generation: number, seconds: number, more: Partial<Session> = {}): RefreshVerdict =>
  judgeRefresh(atGeneration(7, more), member, tokenOf(generation), secondsAfter(now, seconds))

const retry = (generation: number, count: number, seconds = 0) => ({
  lateRetry: { generation, count, at: secondsAfter(now, seconds) },
})

describe('the verdict on a refresh token', () => {
  it.each<[string, number, number, RefreshVerdict]>([
    ['the current one', 7, 0, 'rotate'],
    ['the current one after days', 7, 20 * 86_400, 'rotate'],
    ['a newer one than the table knows', 8, 5, 'rotate'],
    ['a much newer one', 90, 5, 'rotate'],
    ['its predecessor at once', 6, 0, 'repeat'],
    ['its predecessor after ten seconds', 6, 10, 'repeat'],
    ['its predecessor after eleven seconds', 6, 11, 'retry'],
    ['its predecessor after a day', 6, 86_400, 'retry'],
    ['its predecessor after more than a day', 6, 86_401, 'reused'],
    ['one whose successor was used at once', 5, 0, 'repeat'],
    ['one whose successor was used ten seconds ago', 5, 10, 'repeat'],
    ['one whose successor was used eleven seconds ago', 5, 11, 'reused'],
    ['an older one', 4, 0, 'reused'],
    ['the first one', 0, 0, 'reused'],
    ['the current one after thirty days without use', 7, 30 * 86_400, 'dead'],
  ])('%s', (_, generation, seconds, verdict) => {
    expect(judged(generation, seconds)).toBe(verdict)
  })

  it.each<[string, ReturnType<typeof retry>, RefreshVerdict]>([
    ['the second retry of this generation', retry(7, 1), 'retry'],
    ['the third', retry(7, 2), 'retry'],
    ['the fourth', retry(7, 3), 'reused'],
    ['the fourth when each generation before had one', retry(6, 3), 'reused'],
    ['one after a generation without', retry(5, 3), 'retry'],
    ['one moments after another', retry(7, 3, 95), 'repeat'],
    ['one moments after another of the generation before', retry(6, 3, 95), 'reused'],
  ])('counts late retries: %s', (_, more, verdict) => {
    expect(judged(6, 100, more)).toBe(verdict)
  })

  it('of a generation made under two keys ends the session, since only one was given out', () => {
    const other = { generation: 7, hash: 'made with another key' }
    expect(judgeRefresh(atGeneration(7), member, other, now)).toBe('reused')
  })

  it.each(['deactivated', 'suspended', 'withdrawn', 'merged'] as const)(
    'is dead for a %s member',
    (status) => {
      for (const generation of [5, 6, 7, 8]) {
        expect(judgeRefresh(atGeneration(7), { ...member, status }, tokenOf(generation), now)).toBe('dead')
      }
    },
  )
})

describe('late retries', () => {
  it('start anew after a generation without', () => {
    const session = atGeneration(7)
    const first = retried(session, now)
    expect(first).toEqual({ generation: 7, count: 1, at: now })
    expect(retried({ ...session, lateRetry: first }, now)).toMatchObject({ count: 2 })
    expect(retried({ ...session, generation: 8, lateRetry: first }, now)).toMatchObject({ count: 2 })
    expect(retried({ ...session, generation: 9, lateRetry: first }, now)).toMatchObject({ count: 1 })
  })

  it('stay known over a renewal, which costs no write of its own', () => {
    const lateRetry = { generation: 7, count: 2, at: now }
    expect(renewed(atGeneration(7, { lateRetry }), 7, now).lateRetry).toEqual(lateRetry)
  })
})

/** One device, or a thief with a copy of its token, as a sequence of renewals. */
interface Holder {
  token: number
}

/** Presents a holder's token some seconds after the last renewal; gives the new session, or undefined when it ended. */
function present(session: Session, holder: Holder, at: Date, arrives = true): Session | undefined {
  const verdict = judgeRefresh(session, member, tokenOf(holder.token), at)
  if (verdict === 'dead' || verdict === 'reused') return undefined
  const next =
    verdict === 'rotate'
      ? renewed(session, holder.token, at)
      : verdict === 'retry'
        ? { ...session, lateRetry: retried(session, at) }
        : session
  if (arrives) holder.token = next.generation
  return next
}

const longLived = { idleExpiresAt: days(9000), absoluteExpiresAt: days(9000) }

describe('a device alone', () => {
  it('never loses its session when no more than three answers in a row get lost', () => {
    const lost = fc.array(fc.integer({ min: 0, max: lateRetriesInARow }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(lost, fc.integer({ min: 11, max: 20_000 }), (losses, pause) => {
        let session: Session | undefined = atGeneration(0, longLived)
        const phone = { token: 0 }
        let at = now
        for (const lostAnswers of losses) {
          for (let attempt = 0; attempt <= lostAnswers; attempt += 1) {
            at = secondsAfter(at, pause)
            session = session && present(session, phone, at, attempt === lostAnswers)
          }
          // The renewal after a trouble arrives.
          for (let calm = 0; calm < 2; calm += 1) {
            at = secondsAfter(at, pause)
            session = session && present(session, phone, at)
          }
        }
        expect(session).toBeDefined()
        expect(phone.token).toBe(session?.generation)
      }),
    )
  })
})

describe('a thief who renews beside the owner', () => {
  it('is seen within a few renewals, whoever renews when', () => {
    const turns = fc.array(fc.constantFrom('owner' as const, 'thief' as const), {
      minLength: 60,
      maxLength: 60,
    })
    fc.assert(
      fc.property(turns, fc.integer({ min: 11, max: 100_000 }), (order, pause) => {
        let session: Session | undefined = atGeneration(0, longLived)
        const holders = { owner: { token: 0 }, thief: { token: 0 } }
        let changes = 0
        let last: string | undefined
        let at = now
        for (const who of order) {
          at = secondsAfter(at, pause)
          if (session === undefined) break
          session = present(session, holders[who], at)
          if (last !== undefined && last !== who) changes += 1
          last = who
        }
        // Each time that the other one renews, that one comes too late.
        if (changes > 2 * lateRetriesInARow + 1) expect(session).toBeUndefined()
      }),
    )
  })

  it('is seen at the fourth retry in a row when both renew in turn', () => {
    let session: Session | undefined = atGeneration(0, longLived)
    const [owner, thief] = [{ token: 0 }, { token: 0 }]
    let rounds = 0
    for (; session !== undefined && rounds < 50; rounds += 1) {
      for (const holder of [owner, thief]) {
        session =
          session &&
          present(session, holder, secondsAfter(now, 600 * (rounds + 1) + (holder === thief ? 60 : 0)))
      }
    }
    expect(rounds).toBe(lateRetriesInARow + 1)
  })
})

describe('a table restored to an earlier moment', () => {
  it('goes on with the token that the device holds, and sees an older copy afterwards', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 50 }), (restored, ahead) => {
        const phone = { token: restored + ahead }
        const session = present(atGeneration(restored, longLived), phone, now)
        expect(session).toMatchObject({ generation: restored + ahead + 1 })
        expect(phone.token).toBe(restored + ahead + 1)
        const copy = { token: restored }
        const later = present(session ?? atGeneration(0), phone, secondsAfter(now, 60))
        expect(later && present(later, copy, secondsAfter(now, 120))).toBeUndefined()
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Count,
  countedAt,
  intervalOf,
  isFilling,
  type Limit,
  nextAt,
  roomOf,
  secondsUntil,
} from '../../../lib/domain/limits/limit.ts'

const start = new Date('2026-11-22T10:00:00.000Z')
const at = (milliseconds: number): Date => new Date(start.getTime() + milliseconds)
const passes = (limit: Limit, count: Count | undefined, now: Date): boolean =>
  count === undefined || nextAt(limit, count) <= now

/** Lets pass what the limit lets pass of attempts at these moments. Gives the moments, and the last count. */
function run(limit: Limit, moments: readonly number[]) {
  const passed: number[] = []
  let count: Count | undefined
  for (const moment of moments) {
    if (!passes(limit, count, at(moment))) continue
    count = countedAt(limit, count, at(moment))
    passed.push(moment)
  }
  return { passed, count }
}

const limits = fc
  .record({ max: fc.integer({ min: 1, max: 50 }), windowSeconds: fc.integer({ min: 1, max: 100_000 }) })
  .map((numbers): Limit => ({ name: 'limit', ...numbers }))
/** Moments in order, with many attempts at once and with pauses around one window. */
const momentsOf = (limit: Limit) =>
  fc
    .array(fc.oneof(fc.constant(0), fc.nat(intervalOf(limit) * 2), fc.nat(limit.windowSeconds * 2000)), {
      minLength: 1,
      maxLength: 150,
    })
    .map((steps) => steps.map((_, index) => steps.slice(0, index + 1).reduce((sum, step) => sum + step, 0)))
const runs = limits.chain((limit) => fc.record({ limit: fc.constant(limit), moments: momentsOf(limit) }))

describe('a limit', () => {
  const ten: Limit = { name: 'ten', max: 10, windowSeconds: 900 }

  it('lets ten pass at once, then one more each ninety seconds', () => {
    const { passed, count } = run(ten, Array(40).fill(0))
    expect(passed).toHaveLength(10)
    expect(count && secondsUntil(nextAt(ten, count), start)).toBe(90)
    const later = Array.from({ length: 20 }, (_, index) => index * 45_000)
    expect(run(ten, [...Array(10).fill(0), ...later]).passed.slice(10)).toEqual(
      later.filter((moment) => moment > 0 && moment % 90_000 === 0),
    )
  })

  it('lets others pass whose clock is a little behind', () => {
    const count = countedAt(ten, undefined, at(5))
    expect(passes(ten, count, start)).toBe(true)
    expect(isFilling(ten, count, start)).toBe(true)
  })

  it('lets no more pass around any boundary of time', () => {
    // Just before and just after a quarter of an hour: fixed windows would let twenty pass.
    const around = [...Array(20).fill(899_999), ...Array(20).fill(900_001)]
    expect(run(ten, around).passed).toHaveLength(10)
  })

  it('never lets more pass in any span than its number and what the span adds', () => {
    fc.assert(
      fc.property(runs, ({ limit, moments }) => {
        const { passed } = run(limit, moments)
        for (const [first, from] of passed.entries()) {
          for (const [last, until] of passed.entries()) {
            const added = Math.floor((until - from) / intervalOf(limit))
            if (last >= first) expect(last - first + 1).toBeLessThanOrEqual(limit.max + added)
          }
        }
      }),
    )
  })

  it('lets its whole number pass again after a quiet window', () => {
    fc.assert(
      fc.property(runs, ({ limit, moments }) => {
        const rested = (moments.at(-1) ?? 0) + intervalOf(limit) * limit.max
        const { passed } = run(limit, [...moments, ...Array(limit.max + 5).fill(rested)])
        expect(passed.filter((moment) => moment === rested)).toHaveLength(limit.max)
      }),
    )
  })

  it('opens at the moment that it names, and not a millisecond before', () => {
    fc.assert(
      fc.property(runs, ({ limit, moments }) => {
        const { count } = run(limit, moments)
        if (count === undefined) throw new Error('the first attempt passes')
        const next = nextAt(limit, count)
        expect(passes(limit, count, next)).toBe(true)
        expect(passes(limit, count, new Date(next.getTime() - 1))).toBe(false)
        const wait = secondsUntil(next, at(moments.at(-1) ?? 0))
        expect(passes(limit, count, at((moments.at(-1) ?? 0) + wait * 1000))).toBe(true)
      }),
    )
  })

  it('is filling exactly while it lets pass and is not empty', () => {
    fc.assert(
      fc.property(runs, fc.nat(200_000_000), ({ limit, moments }, more) => {
        const { count } = run(limit, moments)
        if (count === undefined) throw new Error('the first attempt passes')
        const now = at((moments.at(-1) ?? 0) + more)
        expect(isFilling(limit, count, now)).toBe(passes(limit, count, now) && count.emptyAt > now)
      }),
    )
  })
})

describe('a limit with a gap', () => {
  const limit: Limit = { name: 'gap', max: 5, windowSeconds: 3600, gapSeconds: 30 }

  it('lets one pass in thirty seconds, at any time', () => {
    const each = Array.from({ length: 20 }, (_, index) => index * 10_000)
    expect(run(limit, each).passed).toEqual([0, 30_000, 60_000, 90_000, 120_000])
  })
})

describe('a limit with pauses', () => {
  const limit: Limit = {
    name: 'pauses',
    max: 100,
    windowSeconds: 86_400,
    pauses: { firstSeconds: 60, longestSeconds: 3600 },
  }
  const minute = 60_000
  /** Attempts at each second of a time after the limit is full. */
  const hammer = (limitHere: Limit, hours: number) => {
    const { passed } = run(limitHere, [
      ...Array(limitHere.max).fill(0),
      ...Array.from({ length: hours * 3600 }, (_, index) => index * 1000),
    ])
    return passed.slice(limitHere.max)
  }

  it('lets one more pass after a longer and longer pause', () => {
    const [first = 0, ...more] = hammer(limit, 2)
    expect(first).toBe(minute)
    const gaps = more.map((moment, index) => moment - ([first, ...more][index] ?? 0))
    expect(gaps.slice(0, 3)).toEqual([2 * minute, 4 * minute, 8 * minute])
    // What drains meanwhile holds the pauses at about a hundredth of a day.
    expect(Math.max(...gaps)).toBe(16 * minute)
  })

  it('lets little more pass in a day than its number again', () => {
    expect(hammer(limit, 24).length).toBeLessThan(limit.max + 10)
  })

  it('never locks: after an hour at most, one more passes', () => {
    const small: Limit = { ...limit, max: 3 }
    const passed = hammer(small, 24)
    const gaps = passed.map((moment, index) => moment - (passed[index - 1] ?? 0))
    expect(Math.max(...gaps)).toBe(60 * minute)
  })

  it('pauses nobody before it is full', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: limit.max - 1 }), (times) => {
        const { count } = run(limit, Array(times).fill(0))
        expect(count && nextAt(limit, count) <= start).toBe(true)
      }),
    )
  })
})

it('the room of a limit is its window but for one interval', () => {
  fc.assert(
    fc.property(limits, (limit) => {
      expect(roomOf(limit) + intervalOf(limit)).toBeGreaterThanOrEqual(limit.windowSeconds * 1000)
      expect(roomOf(limit) + intervalOf(limit)).toBeLessThan(limit.windowSeconds * 1000 + limit.max)
    }),
  )
})

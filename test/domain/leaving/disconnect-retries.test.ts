import { describe, expect, it } from 'vitest'
import { overdueSeconds, pauseAfter } from '../../../lib/domain/leaving/disconnect-retries.ts'
import { identity } from '../scenes.ts'

const hour = 3600

describe('the pause before a provider is called again', () => {
  it('is a minute at first, and twice as long after each failure', () => {
    expect([0, 1, 2, 3].map(pauseAfter)).toEqual([60, 120, 240, 480])
  })

  it('is at most six hours, however often the provider failed', () => {
    expect(pauseAfter(8)).toBeLessThan(6 * hour)
    expect([9, 20, 2000].map(pauseAfter)).toEqual([6 * hour, 6 * hour, 6 * hour])
  })
})

describe('a disconnect is overdue', () => {
  const dueAt = new Date('2026-11-22T10:00:00Z')
  const later = (seconds: number) => new Date(dueAt.getTime() + seconds * 1000)
  const claim = { ...identity, state: 'disconnecting', dueAt } as const

  it('since it was due, in whole seconds', () => {
    expect(overdueSeconds(claim, later(90.9))).toBe(90)
  })

  it('since before the pauses of the attempts that failed', () => {
    expect(overdueSeconds({ ...claim, attempts: 3 }, later(10))).toBe(60 + 120 + 240 + 10)
  })

  it('by nothing while it is not due', () => {
    expect(overdueSeconds(claim, later(-1))).toBe(0)
    expect(overdueSeconds({ ...claim, attempts: 1 }, later(-100))).toBe(0)
    expect(overdueSeconds({ ...identity, state: 'linked', attempts: 5 }, later(hour))).toBe(0)
  })
})

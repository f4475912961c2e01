import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { endAfter, forget } from '../../lib/aws/deadlines.ts'

const passing = async (ms: number): Promise<void> => {
  vi.advanceTimersByTime(ms)
  await setImmediate()
  await setImmediate()
}

describe('a deadline', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    // Later than any deadline that another file of this process has left on the clock of the machine.
    vi.advanceTimersByTime(3_600_000)
  })
  afterEach(() => void vi.useRealTimers())

  it('ends when its time is over, and not a millisecond before', async () => {
    const end = vi.fn()
    endAfter(100, end)
    await passing(99)
    expect(end).not.toHaveBeenCalled()
    await passing(1)
    expect(end).toHaveBeenCalledOnce()
    await passing(1000)
    expect(end).toHaveBeenCalledOnce()
  })

  it('that is forgotten never ends', async () => {
    const end = vi.fn()
    forget(endAfter(100, end))
    await passing(1000)
    expect(end).not.toHaveBeenCalled()
  })

  it('ends in its order and at its time beside any others, whichever are forgotten', async () => {
    const soon = (max: number) => fc.oneof(fc.constant(0), fc.nat(max))
    const step = fc.record({ afterMs: soon(50), ms: soon(200), isForgotten: fc.boolean() })
    const all = fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const ended: { readonly due: number; readonly at: number }[] = []
      let wanted = 0
      for (const { afterMs, ms, isForgotten } of steps) {
        for (let passed = 0; passed < afterMs; passed += 1) await passing(1)
        const due = performance.now() + ms
        const deadline = endAfter(ms, () => ended.push({ due, at: performance.now() }))
        if (isForgotten) forget(deadline)
        else wanted += 1
      }
      for (let passed = 0; passed <= 250; passed += 1) await passing(1)
      expect(ended).toHaveLength(wanted)
      // A time of no milliseconds ends with the next one.
      for (const { due, at } of ended) expect(at - due).toBeLessThanOrEqual(1)
      for (const { due, at } of ended) expect(at).toBeGreaterThanOrEqual(due)
    })
    await fc.assert(all, { numRuns: 30 })
  })

  it('that is over is not put off by one that is set before its end', async () => {
    const [end, other] = [vi.fn(), vi.fn()]
    endAfter(0, end)
    endAfter(100, other)
    await passing(1)
    expect(end).toHaveBeenCalledOnce()
    await passing(98)
    expect(other).not.toHaveBeenCalled()
    await passing(1)
    expect(other).toHaveBeenCalledOnce()
  })

  it('may set another, and forget one that ends with it', async () => {
    const [other, later] = [vi.fn(), vi.fn()]
    endAfter(50, () => {
      forget(second)
      endAfter(50, later)
    })
    const second = endAfter(50, other)
    await passing(50)
    await passing(50)
    expect(other).not.toHaveBeenCalled()
    expect(later).toHaveBeenCalledOnce()
  })

  it('that throws keeps no other from its end, and is an error that nobody caught', async () => {
    const others = process.listeners('uncaughtException')
    const [uncaught, other, later] = [vi.fn(), vi.fn(), vi.fn()]
    process.removeAllListeners('uncaughtException').on('uncaughtException', uncaught)
    try {
      endAfter(50, () => {
        throw new Error('broken')
      })
      endAfter(50, other)
      endAfter(100, later)
      await passing(50)
      expect(other).toHaveBeenCalledOnce()
      await passing(50)
      expect(later).toHaveBeenCalledOnce()
      expect(uncaught).toHaveBeenCalledOnce()
    } finally {
      process.removeAllListeners('uncaughtException')
      for (const listener of others) process.on('uncaughtException', listener)
    }
  })
})

it('a deadline ends though the clock was another one before', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  vi.advanceTimersByTime(60_000)
  endAfter(5, () => {})
  vi.useRealTimers()
  const end = vi.fn()
  endAfter(1, end)
  await expect.poll(() => end.mock.calls.length).toBe(1)
})

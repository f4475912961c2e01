import { describe, expect, it } from 'vitest'
import { concurrencyLimit } from '../../lib/passwords/concurrency-limit.ts'

describe('a concurrency limit', () => {
  it('runs at most so many tasks at a time, in the order of their arrival', async () => {
    const inTurn = concurrencyLimit(2)
    const done: number[] = []
    let running = 0
    let most = 0
    const task = (id: number) => async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      done.push(id)
    }
    await Promise.all(Array.from({ length: 20 }, (_, id) => inTurn(task(id))))
    expect(most).toBe(2)
    expect(done).toEqual(Array.from({ length: 20 }, (_, id) => id))
  })

  it('continues after a failed task', async () => {
    const inTurn = concurrencyLimit(1)
    const failing = inTurn(() => Promise.reject(new Error('no')))
    const next = inTurn(async () => 'done')
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('done')
  })
})

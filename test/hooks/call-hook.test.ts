import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { limitRequests, withRequestBudget } from '../../lib/aws/request-budget.ts'
import { callHooks, type FailedHook, failingHooks, type HookFunction } from '../../lib/hooks/call-hook.ts'

const failed: FailedHook[] = []
beforeEach(() => {
  failed.length = 0
})

const same = (response: unknown): unknown => response

/** Calls the hook `tokenClaims` with facts. */
async function ask(hook: HookFunction, facts: object = {}, read = same): Promise<unknown> {
  const call = callHooks(new Map([['tokenClaims', hook]]), (one) => failed.push(one))('tokenClaims')
  if (call === undefined) throw new Error('the hook is not there')
  return call(facts, read)
}

const problem = { name: 'Problem', code: 'hook_failed', extras: { retryAfter: 5 } }

describe('a hook', () => {
  it('answers at once or later', async () => {
    expect(await ask(() => 1)).toBe(1)
    expect(await ask(async () => 2)).toBe(2)
    expect(failed).toEqual([])
  })

  it('is absent where the service has none', () => {
    expect(callHooks(new Map(), () => {})('tokenClaims')).toBeUndefined()
  })

  it('gets a copy that it cannot change, however deep', async () => {
    const facts = { name: '문하늘', attributes: { tags: ['a'] } }
    const seen: unknown[] = []
    await ask((given) => {
      const deep: unknown = Reflect.get(Object(Reflect.get(Object(given), 'attributes')), 'tags')
      seen.push(given, Reflect.set(Object(given), 'name', 'changed'), Reflect.set(Object(deep), 0, 'changed'))
    }, facts)
    expect(seen).toEqual([{ name: '문하늘', attributes: { tags: ['a'] } }, false, false])
    expect(seen[0]).not.toBe(facts)
    expect(facts).toEqual({ name: '문하늘', attributes: { tags: ['a'] } })
  })

  it.each<[string, HookFunction]>([
    [
      'throws',
      () => {
        throw new TypeError('문하늘 has no plan')
      },
    ],
    ['throws later', () => Promise.reject(new Error('문하늘 has no plan'))],
    ['throws what is no error', () => Promise.reject('문하늘')],
  ])('that %s is a problem, and is reported', async (_, hook) => {
    await expect(ask(hook)).rejects.toMatchObject(problem)
    expect(failed).toMatchObject([{ hook: 'tokenClaims', reason: 'threw' }])
  })

  it('that answers what may not be read is a problem, and is reported', async () => {
    const read = () => {
      throw new Error('the answer is no object')
    }
    await expect(ask(() => 'nonsense', {}, read)).rejects.toMatchObject(problem)
    expect(failed).toMatchObject([{ hook: 'tokenClaims', reason: 'unusable_result' }])
  })

  it('of a module that could not be loaded is a problem, and is reported', async () => {
    const call = failingHooks(new Error('no such file'), (one) => failed.push(one))('tokenClaims')
    await expect(call?.({}, same)).rejects.toMatchObject(problem)
    expect(failed).toMatchObject([{ hook: 'tokenClaims', reason: 'not_loaded' }])
  })
})

describe('a hook that does not answer', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const never: HookFunction = () => new Promise(() => {})

  it('is a problem after 2 seconds, and is reported', async () => {
    const asked = expect(ask(never)).rejects.toMatchObject(problem)
    await vi.advanceTimersByTimeAsync(1_999)
    expect(failed).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    await asked
    expect(failed).toMatchObject([{ hook: 'tokenClaims', reason: 'timed_out' }])
  })

  it('has no more time than the hooks of its request have left together', async () => {
    const slow: HookFunction = () => new Promise((resolve) => setTimeout(resolve, 1_500))
    await withRequestBudget(async () => {
      const first = ask(slow)
      await vi.advanceTimersByTimeAsync(1_500)
      await first
      const second = expect(ask(never)).rejects.toMatchObject(problem)
      await vi.advanceTimersByTimeAsync(500)
      await second
    })
    expect(failed).toMatchObject([{ reason: 'timed_out' }])
  })

  it('has no more time than the request', async () => {
    const before = limitRequests({ totalMs: 4_500, attemptMs: 1_500 })
    await withRequestBudget(async () => {
      await vi.advanceTimersByTimeAsync(3_500)
      const asked = expect(ask(never)).rejects.toMatchObject(problem)
      await vi.advanceTimersByTimeAsync(1_000)
      await asked
    })
    limitRequests(before)
    expect(failed).toMatchObject([{ reason: 'timed_out' }])
  })

  it('may fail later, which nobody hears', async () => {
    const late: HookFunction = () =>
      new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 3_000))
    const asked = expect(ask(late)).rejects.toMatchObject(problem)
    await vi.advanceTimersByTimeAsync(4_000)
    await asked
    expect(failed).toHaveLength(1)
  })
})

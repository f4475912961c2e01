/** Runs a task after all earlier tasks with a key in common. */
export type KeyedQueue = <Result>(keys: readonly string[], task: () => Promise<Result>) => Promise<Result>

/**
 * Runs tasks concurrently, but tasks with a key in common in their order. The result does not depend on the
 * speed of requests, and a record is written after those it depends on.
 */
export function keyedQueue(): KeyedQueue {
  const last = new Map<string, Promise<unknown>>()
  return async (keys, task) => {
    const before = keys.flatMap((key) => last.get(key) ?? [])
    const { promise, resolve } = Promise.withResolvers<void>()
    for (const key of keys) last.set(key, promise)
    try {
      if (before.length > 0) await Promise.all(before)
      return await task()
    } finally {
      resolve()
      for (const key of keys) if (last.get(key) === promise) last.delete(key)
    }
  }
}

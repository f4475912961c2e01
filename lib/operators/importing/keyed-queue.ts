/** Runs a task when every earlier one that has a lane in common is over. */
export type KeyedQueue = <Result>(lanes: readonly string[], task: () => Promise<Result>) => Promise<Result>

/**
 * Lets tasks run beside each other, but those of one lane one after the other, in the order in which they came.
 * So an end does not depend on which of two requests is quicker, and nothing later in a file is written before
 * what it depends on.
 */
export function keyedQueue(): KeyedQueue {
  const last = new Map<string, Promise<unknown>>()
  return async (lanes, task) => {
    const before = lanes.flatMap((lane) => last.get(lane) ?? [])
    const { promise, resolve } = Promise.withResolvers<void>()
    for (const lane of lanes) last.set(lane, promise)
    try {
      await Promise.all(before)
      return await task()
    } finally {
      resolve()
      for (const lane of lanes) if (last.get(lane) === promise) last.delete(lane)
    }
  }
}

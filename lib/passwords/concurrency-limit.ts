/** Runs a task when it is its turn; rejects with whatever the task rejects with. */
export type ConcurrencyLimit = <Result>(task: () => Promise<Result>) => Promise<Result>

/** Lets at most so many tasks run at a time; the others wait in the order in which they came. */
export function concurrencyLimit(atOnce: number): ConcurrencyLimit {
  const waiting: (() => void)[] = []
  let running = 0

  const leave = (): void => {
    const next = waiting.shift()
    // The turn is handed on, so that nobody who comes meanwhile can slip in between.
    if (next === undefined) running -= 1
    else next()
  }

  return async (task) => {
    if (running < atOnce) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await task()
    } finally {
      leave()
    }
  }
}

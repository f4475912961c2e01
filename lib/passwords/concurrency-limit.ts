/** Runs a task once a slot is free. Rejects with the task's own error. */
export type ConcurrencyLimit = <Result>(task: () => Promise<Result>) => Promise<Result>

/** Limits how many tasks run at a time. Waiting tasks run in the order of their arrival. */
export function concurrencyLimit(maxConcurrent: number): ConcurrencyLimit {
  const queue: (() => void)[] = []
  let running = 0

  const release = (): void => {
    const next = queue.shift()
    // The slot passes to the next task directly, so that no later task can take it in between.
    if (next === undefined) running -= 1
    else next()
  }

  return async (task) => {
    if (running < maxConcurrent) running += 1
    else await new Promise<void>((resolve) => queue.push(resolve))
    try {
      return await task()
    } finally {
      release()
    }
  }
}

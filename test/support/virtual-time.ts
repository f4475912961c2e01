import { setImmediate } from 'node:timers/promises'

/** A clock that moves only while everybody sleeps, so hours pass in moments. */
export function virtualTime(start: Date) {
  let nowMs = start.getTime()
  /** Who sleeps, by the time of waking. */
  const sleepers = new Map<number, (() => void)[]>()

  function wakeNext(): void {
    const next = Math.min(...sleepers.keys())
    const awake = sleepers.get(next) ?? []
    sleepers.delete(next)
    nowMs = next
    for (const wake of awake) wake()
  }

  return {
    now: () => new Date(nowMs),
    sleep: (ms: number): Promise<void> =>
      new Promise((wake) => {
        sleepers.set(nowMs + ms, [...(sleepers.get(nowMs + ms) ?? []), wake])
      }),
    /** Lets time pass until this is done. */
    async run<Result>(work: Promise<Result>): Promise<Result> {
      let isDone = false
      const watched = work.finally(() => {
        isDone = true
      })
      watched.catch(() => {})
      for (await setImmediate(); !isDone; await setImmediate()) if (sleepers.size > 0) wakeNext()
      return watched
    },
    /** Moves on to a later moment. */
    passTo(at: Date): void {
      nowMs = Math.max(nowMs, at.getTime())
    },
  }
}

import { setTimeout } from 'node:timers/promises'

/** Real time, for a pacer. Tests bring their own. */
export interface PacerTime {
  sleep(milliseconds: number): Promise<unknown>
  /** Milliseconds of a monotonic clock. */
  ticks(): number
}

const realTime: PacerTime = {
  sleep: (milliseconds) => setTimeout(milliseconds),
  ticks: () => performance.now(),
}

/**
 * Gives a function that waits its turn: the turns of one second come at once, and later ones at the rate. The rate holds
 * for this container; there is one container for each shard of the stream.
 */
export function createPacer(perSecond: number, { sleep, ticks }: PacerTime = realTime): () => Promise<void> {
  const gapMs = 1000 / perSecond
  let nextTurn = Number.NEGATIVE_INFINITY
  return async () => {
    const now = ticks()
    const turn = Math.max(nextTurn, now - 1000 + gapMs)
    nextTurn = turn + gapMs
    if (turn > now) await sleep(turn - now)
  }
}

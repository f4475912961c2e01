/*
 * One timer of Node for all that ends when its time is over. A request sets four times and needs none of them; a timer for each,
 * with a list for each length of time, costs more than everything else that guards a request.
 */

/** Something that ends at a time, unless it is forgotten before. */
export interface Deadline {
  /** By `performance.now()`. */
  readonly at: number
  readonly end: () => void
}

const deadlines = new Set<Deadline>()
let timer: NodeJS.Timeout | undefined
let timerAt = Number.POSITIVE_INFINITY

/**
 * Calls `end` after `ms`, unless it is forgotten. After a busy or frozen phase (an idle Lambda), a timer fires before what has arrived
 * is read, so that gets its turn first.
 */
export function endAfter(ms: number, end: () => void): Deadline {
  const now = performance.now()
  const deadline = { at: now + ms, end }
  deadlines.add(deadline)
  if (timerAt <= now) {
    // Its timer is late, or of a clock that is no more (fake ones of tests). What is over must not wait for this deadline.
    timerAt = Number.POSITIVE_INFINITY
    setImmediate(endDue)
  }
  if (deadline.at < timerAt) wakeAt(deadline.at, now)
  return deadline
}

/** Lets a deadline pass. The timer is left alone, since the next deadline will need it. */
export function forget(deadline: Deadline): void {
  deadlines.delete(deadline)
}

function wakeAt(at: number, now: number): void {
  clearTimeout(timer)
  timerAt = at
  // Whoever waits has a connection, or a promise, that keeps the process; a timer that nobody needs must not.
  timer = setTimeout(() => setImmediate(endDue), Math.max(1, Math.ceil(at - now))).unref()
}

function endDue(): void {
  timerAt = Number.POSITIVE_INFINITY
  const now = performance.now()
  let next = Number.POSITIVE_INFINITY
  for (const deadline of deadlines) {
    if (deadline.at > now) next = Math.min(next, deadline.at)
    else if (deadlines.delete(deadline)) endNow(deadline)
  }
  if (next < timerAt) wakeAt(next, now)
}

/** One that throws is an error that nobody caught, as from any timer, and keeps no other from its end. */
function endNow({ end }: Deadline): void {
  try {
    end()
  } catch (error) {
    setImmediate(() => {
      throw error
    })
  }
}

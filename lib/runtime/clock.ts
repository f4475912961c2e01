let offsetMs = 0

/** The product's own time. What a provider signs is judged by real time instead. */
export const clock = { now: (): Date => new Date(Date.now() + offsetMs) }

/** Moves the clock forward by whole seconds; only the laptop and the tests do. */
export function advanceClock(seconds: number): void {
  offsetMs += seconds * 1000
}

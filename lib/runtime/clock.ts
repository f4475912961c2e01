let offsetMs = 0

/** The product's clock. Signatures of providers are checked against real time instead. */
export const clock = { now: (): Date => new Date(Date.now() + offsetMs) }

/** Moves the clock forward by whole seconds. Only the local server and the tests use it. */
export function advanceClock(seconds: number): void {
  offsetMs += seconds * 1000
}

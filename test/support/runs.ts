/** Whether this is the long run, `IEUM_RUNS=all npm test`: nightly, and before a release. */
export const isFull = process.env['IEUM_RUNS'] === 'all'

/**
 * The number of runs of a property: a quick fraction by default, so people run the suite, and all of them in the long
 * run.
 */
export const runs = (all: number): number => (isFull ? all : Math.max(1_000, Math.round(all / 8)))

/** The rounds of a race between requests: a quarter by default, since nearly every round collides. */
export const raceRounds = isFull ? 100 : 25

/**
 * How many times a property is tried: a quick fraction by default, so that the suite stays one that people
 * run, and all of them with `IEUM_RUNS=all npm test` (nightly, and before a release).
 */
export const runs = (all: number): number =>
  process.env['IEUM_RUNS'] === 'all' ? all : Math.max(1_000, Math.round(all / 8))

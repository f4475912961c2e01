import type { Term } from './consent.ts'

/** One version of one set of terms, and the moment from which it is in force; absent for one that always was. */
export interface TermVersion {
  readonly term: Term
  readonly from?: Date
}

const startOf = ({ from }: TermVersion): number => from?.getTime() ?? Number.NEGATIVE_INFINITY

/**
 * The terms in force at a moment: of each set the version that came into force last. A set whose versions all lie ahead
 * has none yet.
 */
export function termsInForce(versions: readonly TermVersion[], now: Date): readonly Term[] {
  const started = versions.filter((version) => startOf(version) <= now.getTime())
  return [...Map.groupBy(started, ({ term }) => term.tag).values()].flatMap((of) =>
    of
      .toSorted((one, other) => startOf(one) - startOf(other))
      .slice(-1)
      .map(({ term }) => term),
  )
}

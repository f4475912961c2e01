/** How often something occurs in a file, and the first lines of it. */
export interface Sample {
  readonly count: number
  readonly lines: readonly number[]
}

/** The lines that are shown of one kind. */
const maxLines = 3

export const noSample: Sample = { count: 0, lines: [] }

/** The sample with one more line. */
export const sampled = ({ count, lines }: Sample, line: number): Sample => ({
  count: count + 1,
  lines: lines.length < maxLines ? [...lines, line] : lines,
})

/** Samples by kind. */
export class Samples {
  readonly #byKind = new Map<string, Sample>()

  add(kind: string, line: number): void {
    this.#byKind.set(kind, sampled(this.#byKind.get(kind) ?? noSample, line))
  }

  /** The kinds, the most frequent first. */
  sorted(): readonly (readonly [string, Sample])[] {
    return [...this.#byKind].toSorted(([, a], [, b]) => b.count - a.count)
  }
}

/** How many letters are to be added, left out, changed or swapped with their neighbour to make one word of another. */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1]
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row.push(
        Math.min(
          (rows[i - 1]?.[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (rows[i - 1]?.[j - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    rows.push(row)
  }
  return rows[one.length]?.[other.length] ?? 0
}

/** The name that is most like a word, when it is like it: at most a third of its letters differ. */
function nearestOf(word: string, names: readonly string[]): string | undefined {
  const written = word.toLowerCase()
  const [nearest] = names
    .map((name) => ({ name, far: distance(written, name) }))
    .filter(({ name, far }) => far <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((a, b) => a.far - b.far)
  return nearest?.name
}

/** The error for a word that is no command. Takes the word and the names of the commands; suggests the nearest. */
export function unknownCommand(word: string, names: readonly string[]): Error {
  const nearest = nearestOf(word, names)
  return new Error(
    nearest === undefined
      ? `There is no command ${word}. --help lists them`
      : `There is no command ${word}. Did you mean ${nearest}? --help lists all`,
  )
}

const quoted = (word: string): string =>
  /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

/** A call of `npm run members` with these words, as one types it in a shell. */
export const commandWith = (words: readonly string[]): string =>
  ['npm run members --', ...words.map(quoted)].join(' ')

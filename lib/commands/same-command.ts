const quoted = (word: string): string =>
  /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

/** The same call of `npm run members` with more options, as one types it in a shell. */
export const commandWith = (more: readonly string[]): string =>
  ['npm run members --', ...[...process.argv.slice(2), ...more].map(quoted)].join(' ')

import { calledAs } from '../called-as.ts'

const quoted = (word: string): string =>
  /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

/**
 * The same call of `npm run members` with more options, as one types it in a shell. Takes the options, and what was typed.
 * The options stand before a `--`, behind which nothing is an option.
 */
export function commandWith(more: readonly string[], typed: readonly string[]): string {
  const mark = typed.indexOf('--')
  const end = mark < 0 ? typed.length : mark
  const words = [...typed.slice(0, end), ...more, ...typed.slice(end)]
  return [calledAs('npm run members --'), ...words.map(quoted)].join(' ')
}

import { ProblemError } from '../../src/problem.ts'
import { type Child, h } from '../dom.ts'
import { dateText, t, wordOf } from '../words/words.ts'

/** Names of items, as people read them. */
export const itemsText = (items: readonly string[]): string => items.map(wordOf).join(', ')

/** The codes of problems for which no sentence comes from the API. */
const ownCodes = ['no_response', 'state_mismatch', 'passkey_not_used', 'reauthentication_mismatch'] as const

/** The sentence of a problem: the one of the API, else one of this package's own. */
function sentenceOf({ code, problem }: ProblemError): string {
  if (problem?.detail !== undefined) return problem.detail
  const own = ownCodes.find((each) => each === code)
  // A photo is refused before the API, or by the bucket.
  return t(own ?? (/media|large/.test(code) ? 'photoNote' : 'unexpected'))
}

/** Reads any error as a problem. A fault of the page shows as `unexpected`, and its cause in the console. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  console.error(error)
  return new ProblemError('unexpected')
}

/** What a person reads about a problem: the sentence, what is missing or when it ends, and the code for support. */
export function problemText(error: ProblemError): readonly Child[] {
  const { code, problem } = error
  const { items, mailSentTo, reactivateToken, rejoinFrom, restorableUntil, errors = [] } = problem ?? {}
  const line = (text: Child): Child => h('p', {}, text)
  return [
    h('p', {}, h('strong', {}, sentenceOf(error))),
    items && line(t('problemItems', { items: itemsText(items) })),
    mailSentTo && line(t('problemMail', { to: mailSentTo })),
    // No message reaches this member, so who has just signed in opens the account here.
    reactivateToken && line(h('a', { href: `#reactivate=${reactivateToken}` }, t('reactivate'))),
    rejoinFrom && line(t('problemDate', { date: dateText(rejoinFrom) })),
    restorableUntil && line(t('problemRestore', { date: dateText(restorableUntil) })),
    errors.map(({ pointer, detail }) => h('p', {}, h('code', {}, pointer), ` ${detail}`)),
    h('p', { class: 'ieum-quiet' }, h('code', {}, code)),
  ]
}

import { ProblemError } from '../../src/problem.ts'
import { type Child, h } from '../dom.ts'
import { dateText, t, titleOf, type Word, wordOf } from '../words/words.ts'
import type { AttributeSchema } from './attributes.ts'

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

/** The fields of forms that have other names in the API. */
const fieldWords: Readonly<Record<string, Word>> = {
  identifier: 'address',
  verificationToken: 'address',
  verificationTokens: 'address',
  consents: 'termsTitle',
}

/** The field that a fault is at, as the form names it, unless it is the only one. What is in no form stays a JSON Pointer (RFC 6901). */
function fieldText(pointer: string, schema: AttributeSchema): Child {
  const [, first = '', ...names] = pointer.split('/')
  const word = wordOf(fieldWords[first] ?? first)
  if (first === 'to') return ''
  if (first === 'attributes' && names.length > 0) return titlesOf(names, schema)
  return word === first ? h('code', {}, pointer) : word
}

/** The titles along a path of a schema. The place in a list has none. */
function titlesOf([name = '', ...rest]: readonly string[], schema: AttributeSchema): string {
  const { [name]: part } = schema.properties ?? {}
  if (part === undefined) return schema.properties ? name : ''
  return [titleOf(name, part), rest.length > 0 && titlesOf(rest, part)].filter(Boolean).join(' · ')
}

/** Reads any error as a problem. A fault of the page shows as `unexpected`, and its cause in the console. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  console.error(error)
  return new ProblemError('unexpected')
}

const faultId = (index: number): string => `ieum-fault${index}`

/** The field of a problem that comes without a pointer. */
const fieldOf = (code: string): string =>
  code === 'invalid_code' ? '/code' : code === 'invalid_credentials' ? '/password' : ''

/** Marks each field that a problem is about, and names the sentence that says so (WCAG 2.2, 3.3.1). */
export function markFaults(screen: ParentNode, { code, problem }: ProblemError): void {
  const errors = problem?.errors ?? [{ pointer: fieldOf(code) }]
  for (const field of screen.querySelectorAll<HTMLInputElement>('input,select')) {
    for (const [index, { pointer }] of errors.entries()) {
      const place = `ieum${pointer.replace('attributes', 'attribute').replaceAll('/', '-')}-`
      // A place within a field is the field's.
      if (![field.id.replace('new-', ''), field.name].some((own) => place.startsWith(`${own}-`))) continue
      field.ariaInvalid = 'true'
      const told = `${field.getAttribute('aria-describedby') ?? ''} ${faultId(index)}`
      field.setAttribute('aria-describedby', told.trim())
    }
  }
}

/** What a person reads about a problem: the sentence, what is missing or when it ends, and the code for support. */
export function problemText(error: ProblemError, schema: AttributeSchema = {}): readonly Child[] {
  const { code, problem } = error
  const { items, mailSentTo, reactivateToken, rejoinFrom, restorableUntil, errors = [] } = problem ?? {}
  const line = (text: Child, id?: string): Child => h('p', { id }, text)
  return [
    line(h('strong', {}, sentenceOf(error)), problem?.errors ? undefined : faultId(0)),
    items && line(t('problemItems', { items: itemsText(items) })),
    mailSentTo && line(t('problemMail', { to: mailSentTo })),
    // No message reaches this member, so who has just signed in opens the account here.
    reactivateToken && line(h('a', { href: `#reactivate=${reactivateToken}` }, t('reactivate'))),
    rejoinFrom && line(t('problemDate', { date: dateText(rejoinFrom) })),
    restorableUntil && line(t('problemRestore', { date: dateText(restorableUntil) })),
    errors.map(({ pointer, detail }, index) => {
      const field = fieldText(pointer, schema)
      return line([field && [field, ': '], detail], faultId(index))
    }),
    h('p', { class: 'ieum-quiet' }, h('code', {}, code)),
  ]
}

import type { Term } from '../../src/api.ts'
import { note } from '../controls.ts'
import { type Child, h } from '../dom.ts'
import type { Scene } from '../scene.ts'
import { t } from '../words/words.ts'
import { chip } from './facts.ts'
import { providerText } from './providers.ts'

const idOf = (tag: string): string => `ieum-term-${tag}`

/** The boxes that a person can check. */
const boxesIn = (form: ParentNode): readonly HTMLInputElement[] => [
  ...form.querySelectorAll<HTMLInputElement>('input[name="ieum-term"]:not(:disabled)'),
]

/** The terms as boxes, with one for all. What the person agreed to at the provider is checked already. */
export function termsFields(terms: readonly Term[], provider: string | undefined): Child {
  if (terms.length === 0) return null
  const all = h('input', { type: 'checkbox', id: 'ieum-terms-all' })
  const fields = h(
    'fieldset',
    { class: 'ieum-terms' },
    h('legend', {}, t('termsTitle')),
    terms.every(({ agreed }) => agreed)
      ? note(t('termsDone', { provider: providerText(provider) }))
      : h('label', { class: 'ieum-all', for: 'ieum-terms-all' }, all, h('span', {}, t('agreeAll'))),
    terms.map((term) => termField(term, provider)),
  )
  all.addEventListener('change', () => {
    for (const box of boxesIn(fields)) box.checked = all.checked
  })
  fields.addEventListener('change', ({ target }) => {
    if (target !== all) all.checked = boxesIn(fields).every(({ checked }) => checked)
  })
  return fields
}

function termField(
  { tag, title, version, required, agreed, url }: Term,
  provider: string | undefined,
): Child {
  const isAgreed = agreed === true
  const mark = isAgreed
    ? chip(t('agreedAtProvider', { provider: providerText(provider) }), 'good')
    : chip(t(required ? 'required' : 'optional'), required ? 'must' : '')
  const box = h('input', {
    type: 'checkbox',
    id: idOf(tag),
    name: 'ieum-term',
    value: tag,
    required: required && !isAgreed,
    checked: isAgreed,
    disabled: isAgreed,
  })
  const text = t('version', { version })
  return h(
    'div',
    { class: 'ieum-term' },
    h('label', { for: idOf(tag) }, box, h('span', { class: 'ieum-grow' }, h('span', {}, title), mark)),
    h('a', { href: url, target: '_blank', class: 'ieum-quiet', 'aria-label': `${title}, ${text}` }, text),
  )
}

/** The answers of the form, one for each term. A no is an answer too. */
export function consentsIn(form: ParentNode, terms: readonly Term[]) {
  const checked = new Set(boxesIn(form).flatMap((box) => (box.checked ? [box.value] : [])))
  return terms
    .filter(({ agreed }) => agreed !== true)
    .map(({ tag, version }) => ({ tag, version, agreed: checked.has(tag) }))
}

/** The same terms with their titles in the language of the page. */
export async function translated({ client }: Scene, terms: readonly Term[]): Promise<readonly Term[]> {
  const titles = new Map((await client.terms()).terms.map(({ tag, title }) => [tag, title]))
  return terms.map((term) => ({ ...term, title: titles.get(term.tag) ?? term.title }))
}

import { h } from '../dom.js'
import { providerText } from '../providers.js'
import { t } from '../words/language.js'

const boxes = (form) => [...form.querySelectorAll('input[name="term"]:not(:disabled)')]

/**
 * The terms as check boxes, with one box for all terms. Terms that were agreed at the provider are already checked.
 */
export function termsFields(terms, provider) {
  const where = { provider: providerText(provider) }
  const all = h('input', { type: 'checkbox', id: 'terms-all', onchange: () => toggleAll(all) })
  return h(
    'fieldset',
    { class: 'terms', onchange: (event) => reflect(event, all) },
    h('legend', {}, t('termsTitle')),
    terms.every(({ agreed }) => agreed)
      ? h('p', { class: 'quiet' }, t('termsDone', where))
      : h('label', { class: 'all', for: 'terms-all' }, all, h('span', {}, t('agreeAll'))),
    terms.map((term) => termField(term, where)),
  )
}

function toggleAll(all) {
  for (const box of boxes(all.form)) box.checked = all.checked
}

/** Checks the box for all terms when every single box is checked. */
function reflect(event, all) {
  if (event.target !== all) all.checked = boxes(all.form).every((box) => box.checked)
}

function termField({ tag, title, version, required, agreed, url }, where) {
  const id = `term-${tag}`
  const note = agreed ? t('agreedAtProvider', where) : required ? t('required') : t('optional')
  return h(
    'div',
    { class: 'term' },
    h(
      'label',
      { for: id },
      h('input', {
        type: 'checkbox',
        id,
        name: 'term',
        value: tag,
        required: required && !agreed,
        checked: agreed === true,
        disabled: agreed === true,
      }),
      h(
        'span',
        { class: 'name' },
        h('span', {}, title),
        h('span', { class: `chip ${agreed ? 'good' : required ? 'must' : ''}` }, note),
      ),
    ),
    h(
      'a',
      { href: url, class: 'quiet', 'aria-label': `${title}, ${t('version', { version })}` },
      t('version', { version }),
    ),
  )
}

/** Gives the answers of the form, one per term. A refusal is an answer too. */
export function consentsIn(form, terms) {
  const agreed = new Set(
    boxes(form)
      .filter((box) => box.checked)
      .map((box) => box.value),
  )
  return terms
    .filter((term) => term.agreed !== true)
    .map(({ tag, version }) => ({ tag, version, agreed: agreed.has(tag) }))
}

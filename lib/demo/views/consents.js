import { h } from '../dom.js'
import { language, t } from '../words/language.js'

/** The section with the member's consents. The list loads on request. Optional consents can be changed. */
export function consentsSection({ consents, terms }, actions) {
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'consents-title' },
    h('h2', { id: 'consents-title' }, t('consentsTitle')),
    consents === undefined
      ? h(
          'div',
          { class: 'actions' },
          h(
            'button',
            { type: 'button', class: 'small', onclick: () => actions.openConsents() },
            t('openConsents'),
          ),
        )
      : [
          h(
            'ul',
            { class: 'lines' },
            terms.map((term) => line(term, consents, actions)),
          ),
          history(consents, terms),
        ],
  )
}

const latest = (consents, tag) => consents.findLast((answer) => answer.tag === tag)

function line(term, consents, actions) {
  const isAgreed = latest(consents, term.tag)?.agreed === true
  const word = isAgreed ? 'withdraw' : 'agree'
  return h(
    'li',
    {},
    h(
      'span',
      { class: 'grow' },
      term.title,
      h('span', { class: isAgreed ? 'chip good' : 'chip' }, t(isAgreed ? 'agreed' : 'notAgreed')),
    ),
    term.required
      ? h('small', { class: 'quiet' }, t('required'))
      : h(
          'button',
          {
            type: 'button',
            class: 'small',
            onclick: () => actions.changeConsent(term, !isAgreed),
            'aria-label': `${t(word)}: ${term.title}`,
          },
          t(word),
        ),
  )
}

/** The history of all answers. Answers are only added, never changed. */
const history = (consents, terms) =>
  h(
    'details',
    {},
    h('summary', {}, t('consentHistory')),
    h(
      'ul',
      { class: 'lines quiet' },
      consents.map(({ tag, version, agreed, at, source }) =>
        h(
          'li',
          {},
          h(
            'span',
            { class: 'grow' },
            `${terms.find((term) => term.tag === tag)?.title ?? tag} · ${t('version', { version })}`,
          ),
          h('span', {}, t(agreed ? 'agreed' : 'notAgreed')),
          h('span', {}, t(`source_${source}`)),
          h('time', { datetime: at }, new Date(at).toLocaleString(language() === 'ko' ? 'ko-KR' : 'en-GB')),
        ),
      ),
    ),
  )

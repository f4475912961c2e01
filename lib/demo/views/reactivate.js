import { h } from '../dom.js'
import { t } from '../words/language.js'

/** The view behind the link of a reactivation mail. */
export const reactivateView = (_, actions) => [
  h('h1', { tabindex: '-1' }, t('reactivateTitle')),
  h('p', { class: 'lead' }, t('reactivateLead')),
  h(
    'div',
    { class: 'actions' },
    h('button', { type: 'button', class: 'primary', onclick: () => actions.reactivate() }, t('reactivate')),
    h('button', { type: 'button', class: 'plain', onclick: () => actions.startOver() }, t('startOver')),
  ),
]

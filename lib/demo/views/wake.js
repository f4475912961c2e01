import { h } from '../dom.js'
import { t } from '../words/language.js'

/** A paused member opened the mail, and may wake the account up. */
export const wakeView = (_, actions) => [
  h('h1', { tabindex: '-1' }, t('wakeTitle')),
  h('p', { class: 'lead' }, t('wakeLead')),
  h(
    'div',
    { class: 'actions' },
    h('button', { type: 'button', class: 'primary', onclick: () => actions.wake() }, t('wake')),
    h('button', { type: 'button', class: 'plain', onclick: () => actions.startOver() }, t('startOver')),
  ),
]

import { h } from '../dom.js'
import { providerButton, providers, providerText } from '../providers.js'
import { t } from '../words/language.js'

/** The start page. `notice` gives the text about the last action. */
export function welcomeView({ notice }, actions) {
  return [
    notice === undefined ? null : h('p', { class: 'notice' }, notice()),
    h('h1', { tabindex: '-1' }, t('welcomeTitle')),
    h('p', { class: 'lead' }, t('welcomeLead')),
    h(
      'div',
      { class: 'providers' },
      providers.map((provider) =>
        providerButton(provider, t('startWith', { provider: providerText(provider) }), {
          onclick: () => actions.provider(provider),
        }),
      ),
    ),
    h(
      'div',
      { class: 'actions' },
      ['password', 'code', 'join'].map((method) =>
        h('button', { type: 'button', onclick: () => actions[method]() }, t(`start_${method}`)),
      ),
    ),
    h('p', { class: 'quiet' }, t('welcomeHint')),
  ]
}

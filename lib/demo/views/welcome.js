import { h } from '../dom.js'
import { providerButton, providers, providerText } from '../providers.js'
import { t } from '../words/language.js'

/** The ways in; `notice` tells what has just happened. */
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
      ['password', 'code', 'join'].map((way) =>
        h('button', { type: 'button', onclick: () => actions[way]() }, t(`start_${way}`)),
      ),
    ),
    h('p', { class: 'quiet' }, t('welcomeHint')),
  ]
}

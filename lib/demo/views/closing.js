import { h } from '../dom.js'
import { providerText } from '../providers.js'
import { t } from '../words/language.js'

/** The view with the effects of closing the account, and the two buttons to close or to keep the account. */
export const closingView = ({ member, days, problem }, actions) => [
  problem ?? null,
  h('h1', { tabindex: '-1' }, t('closingTitle')),
  h('p', { class: 'lead' }, t('closingLead')),
  h(
    'ul',
    { class: 'steps' },
    effectsOn(member, days).map((text) => h('li', {}, text)),
  ),
  h(
    'div',
    { class: 'actions' },
    h('button', { type: 'button', class: 'primary', onclick: () => actions.keep() }, t('keepAccount')),
    h('button', { type: 'button', onclick: () => actions.close() }, t('closeAccount')),
  ),
]

function effectsOn({ identities }, days) {
  const providers = [...new Set(identities.map(({ provider }) => providerText(provider)))].join(', ')
  return [
    t('closingSessions'),
    ...(providers === '' ? [] : [t('closingProviders', { providers })]),
    t('closingRestore', { days }),
    t('closingErased', { days }),
  ]
}

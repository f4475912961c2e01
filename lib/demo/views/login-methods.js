import { h } from '../dom.js'
import { isProvider, providerButton, providers, providerText } from '../providers.js'
import { language, t } from '../words/language.js'
import { methodText } from './hint.js'

/** The section with the sign-in methods: password and code, and the linked and ended providers, which can be removed. */
export const loginMethodsSection = ({ methods, identities }, actions) =>
  h(
    'section',
    { class: 'panel', 'aria-labelledby': 'login-methods-title' },
    h('h2', { id: 'login-methods-title' }, t('loginMethods')),
    h(
      'ul',
      { class: 'lines' },
      methods.filter((method) => !isProvider(method)).map(own),
      identities.map((identity) => line(identity, actions)),
    ),
    h(
      'div',
      { class: 'actions' },
      providers.map((provider) =>
        providerButton(provider, t('add', { provider: providerText(provider) }), {
          class: 'small',
          onclick: () => actions.add(provider),
        }),
      ),
    ),
    h('p', { class: 'quiet' }, t('loginMethodsNote')),
  )

const own = (method) => h('li', {}, h('span', { class: 'grow' }, methodText(method)))

function line({ provider, subject, linkedAt, state }, actions) {
  const name = providerText(provider)
  const since = new Date(linkedAt).toLocaleDateString(language() === 'ko' ? 'ko-KR' : 'en-GB')
  const isLinked = state === 'linked'
  const note = isLinked ? t('linkedSince', { date: since }) : t('endedThere', { provider: name })
  const button = (word, onclick) =>
    h(
      'button',
      { type: 'button', class: 'small', onclick, 'aria-label': `${t(word)}: ${name} ${subject}` },
      t(word),
    )
  return h(
    'li',
    {},
    h('span', { class: 'grow' }, name, h('small', { class: 'quiet' }, note)),
    isLinked && button('proveAgain', () => actions.proveAgain(provider)),
    button(isLinked ? 'unlink' : 'removeForGood', () => actions.unlink({ provider, subject })),
  )
}

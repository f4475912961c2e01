import { h } from '../dom.js'
import { isProvider, providerText } from '../providers.js'
import { t } from '../words/language.js'

/** Gives the further buttons of a form, by the names of their actions. */
export const otherButtons = (others, actions) =>
  others.map((name) =>
    h('button', { type: 'button', class: 'plain', onclick: () => actions[name]() }, wordOf(name)),
  )

const wordOf = (name) => (isProvider(name) ? t('byProvider', { provider: providerText(name) }) : t(name))

import { h } from './dom.js'
import { t } from './words/language.js'

/** The providers in the order of their buttons. Each provider has a name among the words, and a mark. */
export const providers = ['kakao', 'naver', 'google', 'github', 'line']

export const isProvider = (name) => providers.includes(name)
export const providerText = (provider) => t(`provider_${provider}`)

/** Makes a button with the mark of a provider, in the colours that the provider requires. */
export const providerButton = (provider, text, attributes) =>
  h(
    'button',
    { type: 'button', ...attributes, class: `provider ${provider} ${attributes.class ?? ''}`.trim() },
    h('img', { src: `/demo/mark-${provider}.svg`, alt: '', width: '20', height: '20' }),
    h('span', {}, text),
  )

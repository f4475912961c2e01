import { h } from './dom.js'
import { t } from './words/language.js'

/** The providers that people can come in by, in the order of their buttons; each has a name in the words and a mark. */
export const providers = ['kakao', 'naver', 'google', 'github']

export const isProvider = (way) => providers.includes(way)
export const providerText = (provider) => t(`provider_${provider}`)

/** A button in the colours that the provider asks for, with its mark. */
export const providerButton = (provider, text, attributes) =>
  h(
    'button',
    { type: 'button', ...attributes, class: `provider ${provider} ${attributes.class ?? ''}`.trim() },
    h('img', { src: `/demo/mark-${provider}.svg`, alt: '', width: '20', height: '20' }),
    h('span', {}, text),
  )

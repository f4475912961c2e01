import { h } from '../dom.ts'
import { inLanguage } from '../words/words.ts'
import { marks } from './marks.ts'

/**
 * The providers with a button: the name, and the label that the provider's guidelines allow. The mark stands in
 * `marks.ts`, the colours in `elements.css` under the provider's id.
 */
const providers: Readonly<Record<keyof typeof marks, { readonly name: Pair; readonly start: Pair }>> = {
  // https://developers.kakao.com/docs/latest/ko/kakaologin/design-guide
  kakao: {
    name: { ko: '카카오', en: 'Kakao' },
    start: { ko: '카카오로 시작하기', en: 'Continue with Kakao' },
  },
  // https://developers.naver.com/docs/login/bi/bi.md
  naver: {
    name: { ko: '네이버', en: 'Naver' },
    start: { ko: '네이버로 시작하기', en: 'Continue with Naver' },
  },
  // https://developers.google.com/identity/branding-guidelines
  google: {
    name: { ko: 'Google', en: 'Google' },
    start: { ko: 'Google 계정으로 계속하기', en: 'Continue with Google' },
  },
  // https://github.com/logos
  github: {
    name: { ko: 'GitHub', en: 'GitHub' },
    start: { ko: 'GitHub로 계속하기', en: 'Continue with GitHub' },
  },
  // https://developer.apple.com/design/human-interface-guidelines/sign-in-with-apple
  apple: {
    name: { ko: 'Apple', en: 'Apple' },
    start: { ko: 'Apple로 계속하기', en: 'Continue with Apple' },
  },
  // https://developers.line.biz/en/docs/line-login/login-button/
  line: {
    name: { ko: 'LINE', en: 'LINE' },
    start: { ko: 'LINE으로 계속하기', en: 'Continue with LINE' },
  },
  // The OpenID provider of the stage's choice.
  oidc: {
    name: { ko: '회사 계정', en: 'Company account' },
    start: { ko: '회사 계정으로 계속하기', en: 'Continue with your company' },
  },
}

interface Pair {
  readonly ko: string
  readonly en: string
}

type Branded = keyof typeof providers
const isBranded = (provider: string): provider is Branded => provider in providers

/** The providers with a button, in the order of the buttons. */
export const brandedProviders: readonly string[] = Object.keys(providers)

/** The name of a provider for people. */
export const providerText = (provider: string | undefined): string =>
  provider === undefined
    ? ''
    : isBranded(provider)
      ? (inLanguage(providers[provider].name) ?? provider)
      : provider

/** The label of the button that signs in. */
const startText = (provider: string): string =>
  isBranded(provider) ? (inLanguage(providers[provider].start) ?? provider) : provider

/** A button in the colours and with the mark that the provider asks for. */
export function providerButton(
  provider: string,
  onclick: () => void,
  {
    text = startText(provider),
    isSmall = false,
  }: { readonly text?: string; readonly isSmall?: boolean } = {},
): HTMLElement {
  const size = isSmall ? ' ieum-small' : ''
  const mark = h('span', { class: 'ieum-mark', 'aria-hidden': 'true' })
  if (isBranded(provider)) mark.append(marks[provider]())
  return h(
    'button',
    { type: 'button', class: `ieum-provider ieum-${provider}${size}`, onclick },
    mark,
    h('span', {}, text),
  )
}

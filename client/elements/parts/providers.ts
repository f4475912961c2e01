import { h } from '../dom.ts'
import { inLanguage } from '../words/words.ts'
import { marks } from './marks.ts'

interface Pair {
  readonly ko: string
  readonly en: string
}

/** The name of a provider, and the label that its guidelines allow. */
const branded = (
  ko: string,
  en: string,
  koLabel: string,
  enLabel = `Continue with ${en}`,
): { readonly name: Pair; readonly start: Pair } => ({
  name: { ko, en },
  start: { ko: koLabel, en: enLabel },
})

/**
 * The providers with a button. The mark stands in `marks.ts`, the colours in `elements.css` under the provider's id.
 */
const providers: Readonly<Record<keyof typeof marks, ReturnType<typeof branded>>> = {
  // https://developers.kakao.com/docs/latest/ko/kakaologin/design-guide
  kakao: branded('카카오', 'Kakao', '카카오로 시작하기'),
  // https://developers.naver.com/docs/login/bi/bi.md
  naver: branded('네이버', 'Naver', '네이버로 시작하기'),
  // https://developers.google.com/identity/branding-guidelines
  google: branded('Google', 'Google', 'Google 계정으로 계속하기'),
  // https://github.com/logos
  github: branded('GitHub', 'GitHub', 'GitHub로 계속하기'),
  // https://developer.apple.com/design/human-interface-guidelines/sign-in-with-apple
  apple: branded('Apple', 'Apple', 'Apple로 계속하기'),
  // https://developers.line.biz/en/docs/line-login/login-button/
  line: branded('LINE', 'LINE', 'LINE으로 계속하기'),
  // The OpenID provider of the stage's choice.
  oidc: branded('회사 계정', 'Company account', '회사 계정으로 계속하기', 'Use a company account'),
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

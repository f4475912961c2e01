import type { Outcome } from '../src/api.ts'
import { IeumAccount, IeumButtons, IeumQuestion, IeumSignIn, IeumSignUp } from './elements.ts'
import { IeumPage } from './page.ts'
import type { ScreenDetail } from './stage.ts'

/** The elements, by their tags. */
const elements = {
  'ieum-page': IeumPage,
  'ieum-buttons': IeumButtons,
  'ieum-sign-in': IeumSignIn,
  'ieum-sign-up': IeumSignUp,
  'ieum-question': IeumQuestion,
  'ieum-account': IeumAccount,
}

for (const [tag, element] of Object.entries(elements)) {
  if (customElements.get(tag) === undefined) customElements.define(tag, element)
}

declare global {
  interface HTMLElementTagNameMap {
    'ieum-page': IeumPage
    'ieum-buttons': IeumButtons
    'ieum-sign-in': IeumSignIn
    'ieum-sign-up': IeumSignUp
    'ieum-question': IeumQuestion
    'ieum-account': IeumAccount
  }

  /** The events of the elements. They bubble, so whatever is around an element hears them too. */
  interface GlobalEventHandlersEventMap {
    'ieum-outcome': CustomEvent<Outcome>
    'ieum-start-over': CustomEvent<null>
    'ieum-screen': CustomEvent<ScreenDetail>
  }
}

export type { LinkOrMerge } from './elements.ts'
export type { AttributeSchema } from './parts/attributes.ts'
export type { Doors } from './parts/doors.ts'
export { brandedProviders, providerText } from './parts/providers.ts'
export type { ScreenDetail } from './stage.ts'
export { setWords } from './words/words.ts'
export { IeumAccount, IeumButtons, IeumPage, IeumQuestion, IeumSignIn, IeumSignUp }

import type { ProviderProfile } from '../values/evidence.ts'
import type { InputFault } from '../values/problem.ts'
import type { Term } from './consent.ts'
import { consentFaults, type GivenConsent } from './given-consent.ts'

/** What a provider tells of our terms. */
export type TermsAtProvider = Pick<ProviderProfile, 'terms'>

/** The visitor's answer at the provider to one set of our terms; undefined if the provider reports none. */
export function answeredAtProvider(term: Term, profile: TermsAtProvider): boolean | undefined {
  return profile.terms === 'unknown' ? undefined : profile.terms.find(({ tag }) => tag === term.tag)?.agreed
}

/** A fault for each required term without a yes, here or at the provider. */
export const missingAnswerFaults = (
  given: readonly GivenConsent[],
  profile: TermsAtProvider,
  terms: readonly Term[],
): readonly InputFault[] =>
  terms
    .filter((term) => {
      const typed = given.find(({ tag }) => tag === term.tag)
      return term.required && !(typed?.agreed ?? answeredAtProvider(term, profile))
    })
    .map(({ title }) => ({
      pointer: '/consents',
      detail: { ko: `필수 약관에 동의해 주세요(${title.ko}).`, en: `Please agree to this: ${title.en}.` },
    }))

/** What is wrong with the answers to terms; where nothing is, a fault for each required term without a yes. */
export function answerFaults(
  given: readonly GivenConsent[],
  profile: TermsAtProvider,
  terms: readonly Term[],
): readonly InputFault[] {
  const wrong = consentFaults(given, terms)
  return wrong.length > 0 ? wrong : missingAnswerFaults(given, profile, terms)
}

import type { InputFault } from '../values/problem.ts'
import type { Term } from './consent.ts'

/** A visitor's answer in our form. */
export interface GivenConsent {
  readonly tag: string
  readonly version: string
  readonly agreed: boolean
}

/** The faults of answers: each refers to terms in force, and no terms are answered twice. */
export const consentFaults = (
  given: readonly GivenConsent[],
  terms: readonly Term[],
): readonly InputFault[] =>
  given.flatMap((answer, index): InputFault[] => {
    const term = terms.find(({ tag }) => tag === answer.tag)
    if (term === undefined)
      return [
        {
          pointer: `/consents/${index}/tag`,
          detail: { ko: '해당하는 약관이 없습니다.', en: 'is not the tag of any terms' },
        },
      ]
    if (term.version !== answer.version) {
      return [
        {
          pointer: `/consents/${index}/version`,
          detail: {
            ko: `현재 버전은 ${term.version}입니다.`,
            en: `must be ${term.version}, the version in force`,
          },
        },
      ]
    }
    const again = given.findIndex(({ tag }) => tag === answer.tag) !== index
    return again
      ? [
          {
            pointer: `/consents/${index}/tag`,
            detail: { ko: '같은 약관이 두 번 있습니다.', en: 'is answered twice' },
          },
        ]
      : []
  })

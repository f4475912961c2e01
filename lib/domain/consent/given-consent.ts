import { type InputFault, Problem } from '../values/problem.ts'
import type { Term } from './consent.ts'

/** A visitor's answer in our form. */
export interface GivenConsent {
  readonly tag: string
  readonly version: string
  readonly agreed: boolean
}

/**
 * Checks that each answer refers to terms in force and that no terms are answered twice. Throws
 * `invalid_request` with one error per faulty answer.
 */
export function checkConsents(given: readonly GivenConsent[], terms: readonly Term[]): void {
  const errors = given.flatMap((answer, index): InputFault[] => {
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
  if (errors.length > 0) throw new Problem('invalid_request', { errors })
}

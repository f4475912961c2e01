import type { ClientId } from '../values/ids.ts'
import { Problem, refuseFaults } from '../values/problem.ts'
import type { Consent, Term } from './consent.ts'
import { consentFaults, type GivenConsent } from './given-consent.ts'

/**
 * Turns a member's new answers into consents. Throws `invalid_request` for terms that are
 * not in force, and `consent_missing` if a required consent would be withdrawn: a member who
 * no longer agrees closes the account.
 */
export function changedConsents(
  given: readonly GivenConsent[],
  terms: readonly Term[],
  now: Date,
  channel: ClientId,
): readonly Consent[] {
  refuseFaults(consentFaults(given, terms))
  const isRequired = (tag: string): boolean => terms.some((term) => term.tag === tag && term.required)
  const errors = given.flatMap(({ tag, agreed }, index) =>
    isRequired(tag) && !agreed
      ? [
          {
            pointer: `/consents/${index}/agreed`,
            detail: {
              ko: '필수 약관이어서 동의를 철회할 수 없습니다.',
              en: 'is required, so this consent cannot be withdrawn',
            },
          },
        ]
      : [],
  )
  if (errors.length > 0) throw new Problem('consent_missing', { errors })
  return given.map(({ tag, version, agreed }) => ({ tag, version, agreed, at: now, source: 'form', channel }))
}

/** The record that already says what an answer says: the last one about its terms. Takes the history oldest first. */
export const answeredBefore = (
  { tag, version, agreed }: Pick<Consent, 'tag' | 'version' | 'agreed'>,
  history: readonly Consent[],
): Consent | undefined => {
  const last = history.findLast((record) => record.tag === tag)
  return last?.version === version && last.agreed === agreed ? last : undefined
}

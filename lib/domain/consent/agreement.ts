import type { Consent, Term } from './consent.ts'

/** A yes to one version of one set of terms, in one word. A tag has no `@`. */
export type Agreement = `${string}@${string}`

/** The word for a set of terms, or for an answer to it. */
export const agreementOf = ({ tag, version }: Pick<Term, 'tag' | 'version'>): Agreement => `${tag}@${version}`

/** What every member must have agreed to by now. */
export const requiredAgreements = (terms: readonly Term[]): readonly Agreement[] =>
  terms.filter(({ required }) => required).map(agreementOf)

/**
 * The agreements to required terms that somebody's answers are. Only these are kept beside the member: nobody can
 * take them back, so they are only ever added. Terms that become required later are asked for once more.
 */
export function agreementsIn(consents: readonly Consent[], terms: readonly Term[]): readonly Agreement[] {
  const required = new Set(requiredAgreements(terms))
  return consents
    .filter(({ agreed }) => agreed)
    .map(agreementOf)
    .filter((one) => required.has(one))
}

/** The required terms that a member has not agreed to in the version in force. */
export function termsDue(terms: readonly Term[], agreements: readonly Agreement[] = []): readonly Term[] {
  return terms.filter((term) => term.required && !agreements.includes(agreementOf(term)))
}

/**
 * What somebody has agreed to by a history from elsewhere, oldest first, where nobody can say any more which terms
 * were required: whatever was not taken back in the end.
 */
export function agreementsLeft(history: readonly Consent[]): readonly Agreement[] {
  const last = new Map(history.map(({ tag, agreed }) => [tag, agreed] as const))
  return [...new Set(history.filter(({ tag, agreed }) => agreed && last.get(tag)).map(agreementOf))]
}

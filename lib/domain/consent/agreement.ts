import type { Consent, Term } from './consent.ts'

/** A yes to one version of one set of terms, as one string. Tags never contain `@`. */
export type Agreement = `${string}@${string}`

/** The string of a set of terms or of a consent, such as `privacy@2`. */
export const agreementOf = ({ tag, version }: Pick<Term, 'tag' | 'version'>): Agreement => `${tag}@${version}`

/** The agreements that every member needs. */
export const requiredAgreements = (terms: readonly Term[]): readonly Agreement[] =>
  terms.filter(({ required }) => required).map(agreementOf)

/**
 * The agreements to required terms among given consents. Only these are stored on the member:
 * a required agreement cannot be withdrawn, so the list only grows. Terms that become
 * required later are asked for again.
 */
export function agreementsIn(consents: readonly Consent[], terms: readonly Term[]): readonly Agreement[] {
  const required = new Set(requiredAgreements(terms))
  return consents
    .filter(({ agreed }) => agreed)
    .map(agreementOf)
    .filter((one) => required.has(one))
}

/** The required terms whose version in force the member has not agreed to. */
export function termsDue(terms: readonly Term[], agreements: readonly Agreement[] = []): readonly Term[] {
  return terms.filter((term) => term.required && !agreements.includes(agreementOf(term)))
}

/**
 * The agreements that a consent history from another system leaves in force: the last answer to
 * their tag is a yes. Takes the history oldest first. Includes optional terms, since the import does
 * not know which terms were required.
 */
export function agreementsLeft(history: readonly Consent[]): readonly Agreement[] {
  const last = new Map(history.map(({ tag, agreed }) => [tag, agreed] as const))
  return [...new Set(history.filter(({ tag, agreed }) => agreed && last.get(tag)).map(agreementOf))]
}

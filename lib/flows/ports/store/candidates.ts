import type { Agreement } from '../../../domain/consent/agreement.ts'
import type { LoginMethod } from '../../../domain/member/member.ts'
import type { Evidence } from '../../../domain/values/evidence.ts'
import type { Locale } from '../../../domain/values/locale.ts'
import type { Candidate } from '../../../domain/visit/facts.ts'

/** A candidate with everything for a hint and a link question. */
export interface KnownCandidate extends Candidate {
  readonly version: number
  readonly ways: readonly LoginMethod[]
  readonly createdAt: Date
  readonly locale: Locale
  /** The required terms that the member has agreed to. */
  readonly agreements?: readonly Agreement[]
}

export interface Candidates {
  /**
   * Finds members that the evidence may point to: one batch for claims, one index query for names, one batch
   * for members. A common name gives at most 20 members.
   */
  find(evidence: Evidence, now: Date): Promise<readonly KnownCandidate[]>
}

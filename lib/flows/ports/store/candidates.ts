import type { Agreement } from '../../../domain/consent/agreement.ts'
import type { LoginMethod } from '../../../domain/member/member.ts'
import type { Evidence } from '../../../domain/values/evidence.ts'
import type { Locale } from '../../../domain/values/locale.ts'
import type { Candidate } from '../../../domain/visit/facts.ts'

/** A candidate with what a hint of it and a link to it need. */
export interface KnownCandidate extends Candidate {
  readonly version: number
  readonly ways: readonly LoginMethod[]
  readonly createdAt: Date
  readonly locale: Locale
  /** The required terms that it has agreed to. */
  readonly agreements?: readonly Agreement[]
}

export interface Candidates {
  /**
   * Members whom the evidence may point to: claims in one batch, the name index beside it, their members in
   * one more. Of a common name at most 20 members are looked at.
   */
  find(evidence: Evidence, now: Date): Promise<readonly KnownCandidate[]>
}

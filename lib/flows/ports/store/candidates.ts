import type { Evidence } from '../../../domain/values/evidence.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { KnownMember } from '../../../domain/visit/candidate.ts'

/** A member that the evidence may point to, as read. */
export type KnownCandidate = KnownMember

export interface Candidates {
  /**
   * Finds members that the evidence may point to: one batch for the claims of verified values, one index query for
   * names, one batch for members. A common name gives at most 20 members.
   */
  find(evidence: Evidence, now: Date): Promise<readonly KnownCandidate[]>
  /** A member by id. Consistent; one read. */
  read(id: MemberId, now: Date): Promise<KnownCandidate | undefined>
}

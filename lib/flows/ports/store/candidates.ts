import type { ReturningMember } from '../../../domain/leaving/reactivation.ts'
import type { ContactKind, Evidence } from '../../../domain/values/evidence.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { KnownMember } from '../../../domain/visit/candidate.ts'

/** A member that the evidence may point to, as read, with what a message that leads back depends on. */
export type KnownCandidate = KnownMember & Pick<ReturningMember, 'deactivationId' | 'invitation'>

/** Whom the verified values of evidence lead to, and which of its contacts several members have. */
export interface ClaimedValues {
  readonly claims: readonly { readonly of: string; readonly memberId: MemberId }[]
  readonly shared: readonly ContactKind[]
}

export interface Candidates {
  /** Reads the claims of verified values; one batch. Reads nothing for empty evidence. */
  claimed(evidence: Evidence): Promise<ClaimedValues>
  /**
   * Finds members that the evidence may point to: one batch for the claims of verified values, unless they are given, one
   * index query for names, one for each contact that several have, one batch for members. A common name gives at most 20
   * members.
   */
  find(evidence: Evidence, now: Date, claimed?: ClaimedValues): Promise<readonly KnownCandidate[]>
  /** A member by id. Consistent; one read. */
  read(id: MemberId, now: Date): Promise<KnownCandidate | undefined>
}

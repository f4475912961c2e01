import type { DeactivationId } from '../../../../domain/leaving/reactivation.ts'
import type { MemberId } from '../../../../domain/values/ids.ts'

/** A closed account in its grace period, as the table of before has it. */
export interface ClosedMember {
  readonly id: MemberId
  /** The id that the messages name by which the member restores the account. */
  readonly deactivationId: DeactivationId
  readonly restorableUntil: Date
  readonly rejoinFrom: Date
}

/** An account that went into another one. */
export interface MergedAway {
  readonly id: MemberId
  readonly into: MemberId
}

/** The members of another table than the stage's: the one from before a restore. */
export interface ClosedMembers {
  /** The closed and the merged accounts, page by page. Reads the whole table. */
  pages(): AsyncIterable<{ readonly closed: readonly ClosedMember[]; readonly merged: readonly MergedAway[] }>
}

/** The claim that an import finds on a value. */
export interface FoundClaim {
  readonly verified: boolean
  /** An import made it, and nobody has proven the value here since. */
  readonly imported: boolean
}

/** What is known of a value that several imported members have. */
export interface FoundShare {
  /** One who shares it had verified it: it can be nobody's any more. */
  readonly contested: boolean
}

/**
 * Where a value of an imported member goes.
 *
 * `claims`: it is the member's own. `takes`: likewise, and who had it before only shares it. `shares`: it goes to
 * the shared index; whoever has claimed it keeps it. `dissolves`: likewise, and nobody has it from now on.
 */
export type Placement = 'claims' | 'takes' | 'shares' | 'dissolves'

/**
 * Decides whose a value is that an imported member has as well: of several the only one who has verified it,
 * else nobody's. What a member has proven here is never touched by an import. The answer is the same in whatever
 * order they come, since what is decided depends on who has the value and not on who was first.
 *
 * Mallory could otherwise enter a stranger's address at the old service, never verify it, and so take the way in
 * from its owner.
 */
export function placeOf(
  verified: boolean,
  claim: FoundClaim | undefined,
  share: FoundShare | undefined,
): Placement {
  if (claim === undefined) {
    return share === undefined || (verified && !share.contested) ? 'claims' : 'shares'
  }
  if (!claim.imported) return 'shares'
  if (claim.verified === verified) return 'dissolves'
  return verified ? 'takes' : 'shares'
}

/** Whether a value is contested from now on: one who shares it had verified it. */
export const contests = (verified: boolean, placement: Placement): boolean =>
  verified && (placement === 'shares' || placement === 'dissolves')

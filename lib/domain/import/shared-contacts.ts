import type { Member } from '../member/member.ts'
import { defined } from '../values/defined.ts'

/** The existing claim on a contact that an import meets. */
export interface FoundClaim {
  readonly verified: boolean
  /** An import made the claim, and nobody has proven the value here since. */
  readonly imported: boolean
}

/** The existing record of a contact that several imported members share. */
export interface FoundShare {
  /** A member who shares the value had verified it, so no member can claim it any more. */
  readonly contested: boolean
}

/**
 * The place of an imported member's contact.
 *
 * `claims`: the member claims the value. `takes`: the member claims the value, and the earlier claimant only
 * shares it. `shares`: the value goes to the shared index; an existing claim stays. `dissolves`: the value
 * goes to the shared index, and the existing claim ends.
 */
export type Placement = 'claims' | 'takes' | 'shares' | 'dissolves'

/**
 * Decides who claims a contact that several imported members have: the only member who verified
 * it, else nobody. An import never touches a value that a member has proven here. The result does
 * not depend on the import order.
 *
 * Otherwise Mallory could enter a stranger's address at the old service, never verify it, and
 * take the login method from its owner.
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

/** Whether a placement makes the value contested: a member who shares it had verified it. */
export const contests = (verified: boolean, placement: Placement): boolean =>
  verified && (placement === 'shares' || placement === 'dissolves')

/**
 * An imported member as stored, by the values that other members have too: such a contact is on file but lets nobody in, such a
 * CI or DI is omitted.
 */
export function importedMember(whole: Member, shares: readonly ('email' | 'phone' | 'ci' | 'di')[]): Member {
  const { email, phone, ci, di, ways, ...member } = whole
  const shared = { verified: false, shared: true } as const
  return {
    ...member,
    ...defined({
      email: email && shares.includes('email') ? { value: email.value, ...shared } : email,
      phone: phone && shares.includes('phone') ? { value: phone.value, ...shared } : phone,
      ci: shares.includes('ci') ? undefined : ci,
      di: shares.includes('di') ? undefined : di,
    }),
    ways: ways.filter((method) => !shares.some((kind) => kind === method)),
  }
}

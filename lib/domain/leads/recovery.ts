import { defined } from '../values/defined.ts'
import type { Email } from '../values/evidence.ts'
import { type ClaimedValue, claimedValues } from './claimed.ts'
import type { LeadHolder } from './lead.ts'

/** The effect of a recovery on everything that leads to a member. */
export interface Recovered {
  readonly email: Email
  /** The member's leads afterwards: the address, which is verified, and an unproven CI and DI. */
  readonly after: LeadHolder
  /** The claims that end. */
  readonly frees: readonly ClaimedValue[]
}

/**
 * Decides what a recovery by this address leaves of a member. Whoever held the account before may have known only the
 * old password, so everything else that could open the account ends. There is no identity to end: with one, the member
 * would not be recoverable. CI and DI stay, but prove nothing until the next identity check. A login ID stays, and names a password that the member
 * sets from now on.
 */
export function recoveredBy(member: LeadHolder, email: Email): Recovered {
  const { ci, di, loginId } = member
  const after: LeadHolder = {
    ways: ['email'],
    email: { value: email, verified: true },
    ...defined({ ci, di, loginId }),
    ...((ci !== undefined || di !== undefined) && { identityUnproven: true }),
  }
  const stays = new Set(claimedValues(after).map(({ of, value }) => `${of} ${value}`))
  const frees = claimedValues(member).filter(({ of, value }) => !stays.has(`${of} ${value}`))
  return { email, after, frees }
}

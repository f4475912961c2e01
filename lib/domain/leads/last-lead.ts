import type { Identity } from '../values/identity.ts'
import { isEnded } from './ended.ts'
import type { JudgedAt, LeadHolder } from './lead.ts'
import { leads } from './leads.ts'
import { canEnter, hasLastingLead, isPasswordName } from './opens.ts'
import { withPassword } from './with.ts'
import { withoutEndedIdentity, withoutIdentity, withoutPassword } from './without.ts'

/**
 * Whether a member may unlink an identity: another lasting lead signs in now. An ended identity may be
 * unlinked if any other lead signs in now.
 */
export const mayUnlink = (member: LeadHolder, identity: Identity, at: JudgedAt): boolean =>
  isEnded(member, identity)
    ? canEnter(withoutEndedIdentity(member, identity), at)
    : hasLastingLead(withoutIdentity(member, identity), at)

/** Whether a member may remove the password: another lasting lead signs in now. */
export const mayGiveUpPassword = (member: LeadHolder, at: JudgedAt): boolean =>
  hasLastingLead(withoutPassword(member), at)

/** Whether a password of this member would be named by anything: an address, a number or a login ID. */
export const mayHavePassword = (member: LeadHolder): boolean => {
  const holder = withPassword(member)
  return leads(holder).some((lead) => isPasswordName(lead, holder))
}

/**
 * Whether a change takes away a member's last lead that signs in. Where no rule prevents
 * such a change, the operators are told.
 */
export const becomesUnreachable = (before: LeadHolder, after: LeadHolder, at: JudgedAt): boolean =>
  canEnter(before, at) && !canEnter(after, at)

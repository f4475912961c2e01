import { type Identity, sameIdentity } from '../values/identity.ts'
import type { JudgedAt, LeadHolder } from './lead.ts'
import { canEnter, hasLastingLead } from './opens.ts'
import { withoutEndedIdentity, withoutIdentity, withoutPassword } from './without.ts'

/** Whether an identity is one of those that ended at the provider. */
export const isEnded = (
  { endedIdentities = [] }: Pick<LeadHolder, 'endedIdentities'>,
  identity: Identity,
): boolean => endedIdentities.some((ended) => sameIdentity(ended, identity))

/**
 * Whether a member may do without an identity: another lead lets in now and lasts. An identity that ended at its
 * provider may go as soon as anything else lets in now.
 */
export const mayUnlink = (member: LeadHolder, identity: Identity, at: JudgedAt): boolean =>
  isEnded(member, identity)
    ? canEnter(withoutEndedIdentity(member, identity), at)
    : hasLastingLead(withoutIdentity(member, identity))

/** Whether a member may give the password up: another lead lets in now and lasts. */
export const mayGiveUpPassword = (member: LeadHolder): boolean => hasLastingLead(withoutPassword(member))

/**
 * Whether a change leaves a member without any way in, who had one before. Where no rule prevents such a change,
 * the operators are told.
 */
export const becomesUnreachable = (before: LeadHolder, after: LeadHolder, at: JudgedAt): boolean =>
  canEnter(before, at) && !canEnter(after, at)

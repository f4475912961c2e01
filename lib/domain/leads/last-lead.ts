import type { Identity } from '../values/identity.ts'
import type { PasskeyId } from '../values/ids.ts'
import type { Address } from '../values/verification.ts'
import { contactLead } from './contact.ts'
import { isEnded } from './ended.ts'
import type { JudgedAt, LeadHolder, PasskeyLead } from './lead.ts'
import { isUsableAt, leads } from './leads.ts'
import { canEnter, entryMethods, hasLastingLead, isPasswordName } from './opens.ts'
import { withPassword } from './with.ts'
import {
  withoutContact,
  withoutEndedIdentity,
  withoutIdentity,
  withoutPasskey,
  withoutPassword,
} from './without.ts'

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

/**
 * Whether a member may remove a passkey: another lasting lead signs in now. One that signs nobody in here may be removed
 * if any other lead signs in now.
 */
export const mayRemovePasskey = (
  member: LeadHolder,
  passkey: Omit<PasskeyLead, 'of'>,
  at: JudgedAt,
): boolean => {
  const without = withoutPasskey(member, passkey.id)
  return isUsableAt(passkey, at.rpId) ? hasLastingLead(without, at) : canEnter(without, at)
}

/** Whether anything but this passkey signs a member in now. */
export const entersWithoutPasskey = (member: LeadHolder, id: PasskeyId, at: JudgedAt): boolean =>
  canEnter(withoutPasskey(member, id), at)

/** Whether a password of this member would be named by anything: an address, a number or a login ID. */
export const mayHavePassword = (member: LeadHolder): boolean => {
  const holder = withPassword(member)
  return leads(holder).some((lead) => isPasswordName(lead, holder))
}

/** Whether anything but this identity signs a member in now. */
export const entersWithout = (member: LeadHolder, identity: Identity, at: JudgedAt): boolean =>
  canEnter(
    isEnded(member, identity) ? withoutEndedIdentity(member, identity) : withoutIdentity(member, identity),
    at,
  )

/**
 * Whether a member signs in now though no code reaches an address: by another lead, or by the password that the
 * address names, where the stage signs members in by passwords.
 */
export const entersWithoutCodesTo = (member: LeadHolder, address: Address, at: JudgedAt): boolean => {
  const lead = contactLead(member, address)
  return (
    canEnter(withoutContact(member, address), at) ||
    (lead !== undefined && entryMethods(lead, member, at).includes('password'))
  )
}

/**
 * Whether a change takes away a member's last lead that signs in. Where no rule prevents
 * such a change, the operators are told.
 */
export const becomesUnreachable = (before: LeadHolder, after: LeadHolder, at: JudgedAt): boolean =>
  canEnter(before, at) && !canEnter(after, at)

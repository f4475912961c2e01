import type { Address } from '../values/verification.ts'
import { contactLead } from './contact.ts'
import type { JudgedAt, LeadHolder } from './lead.ts'
import { canEnter, isFreshNumber } from './opens.ts'
import { withoutContact } from './without.ts'

/**
 * How somebody shows that an address is theirs. `code`: a code came back from the address just now. `vouched`: a
 * provider vouches for the address today. `verified_once`: a provider verified the address at some time.
 */
export type AddressProof = 'code' | 'vouched' | 'verified_once'

/**
 * Whether a member releases an address to somebody who shows that it is theirs: an address that the member never
 * verified, or a number that the member has not proven for long. Never to a proof from long ago, and never if
 * nothing else lets the member in now: only by this name could the member still be helped.
 *
 * Otherwise Mallory comes by GitHub with the address that a member of old signs in with, says to be somebody new,
 * and the member's password names nobody any more.
 */
export function mayRelease(member: LeadHolder, address: Address, proof: AddressProof, at: JudgedAt): boolean {
  const lead = contactLead(member, address)
  if (lead === undefined || lead.shared !== 'no' || proof === 'verified_once') return false
  const isKept = lead.of === 'email' ? lead.verified : isFreshNumber(lead, at)
  return !isKept && canEnter(withoutContact(member, address), at)
}

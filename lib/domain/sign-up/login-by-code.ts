import { matchContact, type OnFile } from '../member/contacts.ts'
import type { LoginMethod, Member, OwnContact, OwnPhone } from '../member/member.ts'
import { after } from '../values/lifetimes.ts'
import type { Address } from '../values/verification.ts'

/** The login method of a code at an address. */
export const methodByCode = ({ channel }: Address): LoginMethod => (channel === 'email' ? 'email' : 'phone')

/** The member's contact of an address's channel. Only a number carries the time of its proof. */
function contactAt(
  member: OnFile,
  address: Address,
): (OwnContact<string> & Pick<OwnPhone, 'provenAt'>) | undefined {
  return address.channel === 'email'
    ? matchContact(member, { email: address.value }).email
    : matchContact(member, { phone: address.value }).phone
}

/** The stage's rule for recycled numbers, and the moment to apply the rule to. */
export interface Recycling {
  readonly recycledAfterSeconds: number
  readonly now: Date
}

/** Whether a number may belong to another person by now: the last proof is too old or unknown. */
export const mayBeRecycled = (
  { provenAt }: Pick<OwnPhone, 'provenAt'>,
  { recycledAfterSeconds, now }: Recycling,
): boolean => provenAt === undefined || now > after(provenAt, recycledAfterSeconds)

/**
 * The effect of a code that came back from a member's address.
 *
 * `sign_in`: the member has verified this address. `recycled`: the member has verified this number,
 * but long ago, so another person may hold the phone today. `recover`: the member has never verified
 * this address and signs in by password alone, as imported members do; the reader of the mail gets
 * the account and the password ends. `nothing`: the member has never verified this address and has
 * other login methods. An attacker may have entered the address and wait for its owner, so the owner
 * signs up and takes the address over.
 */
export type OpenedByCode = 'sign_in' | 'recycled' | 'recover' | 'nothing'

/**
 * Decides the effect of a proven address on a member. Takes the stage's rule for recycled numbers and the
 * time.
 */
export function openedByCode(
  member: OnFile & Pick<Member, 'ways'>,
  address: Address,
  recycling: Recycling,
): OpenedByCode {
  const contact = contactAt(member, address)
  if (contact?.value !== address.value) return 'nothing'
  if (contact.verified) {
    if (!member.ways.includes(methodByCode(address))) return 'nothing'
    const isDoubtful = address.channel === 'sms' && mayBeRecycled(contact, recycling)
    return isDoubtful ? 'recycled' : 'sign_in'
  }
  const [only, ...others] = member.ways
  const isByPasswordAlone = only === 'password' && others.length === 0
  return address.channel === 'email' && isByPasswordAlone ? 'recover' : 'nothing'
}

import { matchContact, type OnFile } from '../member/contacts.ts'
import type { LoginMethod, Member, OwnContact, OwnPhone } from '../member/member.ts'
import { after } from '../values/lifetimes.ts'
import type { Address } from '../values/verification.ts'

/** The way in that a code at an address is. */
export const methodByCode = ({ channel }: Address): LoginMethod => (channel === 'email' ? 'email' : 'phone')

/** What a member has on file where the address is. A number says when it was proven; an address needs not. */
function contactAt(
  member: OnFile,
  address: Address,
): (OwnContact<string> & Pick<OwnPhone, 'provenAt'>) | undefined {
  return address.channel === 'email'
    ? matchContact(member, { email: address.value }).email
    : matchContact(member, { phone: address.value }).phone
}

/** What a stage makes of numbers that were given to somebody else, and the moment at which that is asked. */
export interface Recycling {
  readonly recycledAfterSeconds: number
  readonly now: Date
}

/** Whether a number may be another person's by now: its member has not proven it for so long. */
export const mayBeRecycled = (
  { provenAt }: Pick<OwnPhone, 'provenAt'>,
  { recycledAfterSeconds, now }: Recycling,
): boolean => provenAt === undefined || now > after(provenAt, recycledAfterSeconds)

/**
 * What a code opens that came back from an address on a member's file.
 *
 * `enter`: the member has verified this address. `recycled`: it has, but it is a number that the member has not
 * proven for long, so whoever holds the phone today may be somebody else. `recover`: it never has, and comes in by a password alone, as
 * an imported member does: whoever reads the mail gets the account, and the password ends. `nothing`: it never
 * has, and comes in another way. Then somebody may have put an address on file that is not theirs and be
 * waiting for its owner to move in; so the owner signs up, and takes the address along.
 */
export type EntryByCode = 'enter' | 'recycled' | 'recover' | 'nothing'

/** Decides what a proven address opens. */
export function entryByCode(
  member: OnFile & Pick<Member, 'ways'>,
  address: Address,
  recycling: Recycling,
): EntryByCode {
  const contact = contactAt(member, address)
  if (contact?.value !== address.value) return 'nothing'
  if (contact.verified) {
    if (!member.ways.includes(methodByCode(address))) return 'nothing'
    const isDoubtful = address.channel === 'sms' && mayBeRecycled(contact, recycling)
    return isDoubtful ? 'recycled' : 'enter'
  }
  const [only, ...others] = member.ways
  const isByPasswordAlone = only === 'password' && others.length === 0
  return address.channel === 'email' && isByPasswordAlone ? 'recover' : 'nothing'
}

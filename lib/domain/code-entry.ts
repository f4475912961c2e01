import { facing, type OnFile } from './contacts-on-file.ts'
import type { Member, Way } from './member.ts'
import type { Address } from './verification.ts'

/** The way in that a code at an address is. */
export const wayByCode = ({ channel }: Address): Way => (channel === 'email' ? 'email' : 'phone')

function contactAt(member: OnFile, address: Address) {
  const { email, phone } =
    address.channel === 'email'
      ? facing(member, { email: address.value })
      : facing(member, { phone: address.value })
  return address.channel === 'email' ? email : phone
}

/**
 * What a code opens that came back from an address on a member's file.
 *
 * `enter`: the member has verified this address. `recover`: it never has, and comes in by a password alone, as
 * an imported member does: whoever reads the mail gets the account, and the password ends. `nothing`: it never
 * has, and comes in another way. Then somebody may have put an address on file that is not theirs and be
 * waiting for its owner to move in; so the owner signs up, and takes the address along.
 */
export type EntryByCode = 'enter' | 'recover' | 'nothing'

/** Decides what a proven address opens. */
export function entryByCode(member: OnFile & Pick<Member, 'ways'>, address: Address): EntryByCode {
  const contact = contactAt(member, address)
  if (contact?.value !== address.value) return 'nothing'
  if (contact.verified) return member.ways.includes(wayByCode(address)) ? 'enter' : 'nothing'
  const [only, ...others] = member.ways
  const isByPasswordAlone = only === 'password' && others.length === 0
  return address.channel === 'email' && isByPasswordAlone ? 'recover' : 'nothing'
}

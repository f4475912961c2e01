import { entryByCode } from './code-entry.ts'
import { isBeside } from './contacts-on-file.ts'
import { after } from './lifetimes.ts'
import type { Member, Way } from './member.ts'
import type { Address } from './verification.ts'
import { canComeIn } from './ways.ts'

/** A member who gives up an address to whoever has proven it, as it was when that was decided. */
export type Yielding = Pick<Member, 'id' | 'version' | 'otherEmails' | 'otherPhones'>

/** Numbers are given to somebody else: what a member has not proven for so long may be another person's by now. */
export const isRecyclable = (
  { provenAt }: { readonly provenAt?: Date },
  recycledAfterSeconds: number,
  now: Date,
): boolean => provenAt === undefined || now > after(provenAt, recycledAfterSeconds)

/** A member without an address on file, and without the way in that it was. */
function without({ email, phone, ways, ...rest }: Member, { channel }: Address): Member {
  const way: Way = channel === 'email' ? 'email' : 'phone'
  return {
    ...rest,
    ways: ways.filter((other) => other !== way),
    ...(channel !== 'email' && email !== undefined ? { email } : {}),
    ...(channel !== 'sms' && phone !== undefined ? { phone } : {}),
  }
}

/**
 * Whether a member gives an address up to somebody who has just proven it by code: one that it never verified,
 * or a number that it has not proven for long. Never when nothing else would let the member in: then it is the
 * only thing that the member can be helped by.
 */
export function yieldsTo(holder: Member, address: Address, recycledAfterSeconds: number, now: Date): boolean {
  if (entryByCode(holder, address) === 'recover') return false
  // When a number that came with a merged account was proven last, nobody knows.
  if (isBeside(holder, address)) return address.channel === 'sms'
  const contact = address.channel === 'email' ? holder.email : holder.phone
  if (contact?.value !== address.value) return false
  const mayGo =
    !contact.verified ||
    (address.channel === 'sms' && isRecyclable(holder.phone ?? {}, recycledAfterSeconds, now))
  return mayGo && canComeIn(without(holder, address))
}

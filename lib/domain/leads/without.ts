import type { LoginMethod, Member } from '../member/member.ts'
import { defined } from '../values/defined.ts'
import { type Identity, sameIdentity } from '../values/identity.ts'
import type { PasskeyId } from '../values/ids.ts'
import type { Address } from '../values/verification.ts'
import type { LeadHolder } from './lead.ts'
import { passkeyIn } from './leads.ts'
import { isProvenPerson } from './person.ts'

const withoutMethod = <Holder extends LeadHolder>(member: Holder, method: LoginMethod): Holder => ({
  ...member,
  ways: member.ways.filter((other) => other !== method),
})

/** The member without a linked identity. */
export const withoutIdentity = <Holder extends LeadHolder>(
  member: Holder,
  { provider, subject }: Identity,
): Holder => withoutMethod(member, `identity:${provider}:${subject}`)

/** The member without an identity that ended at its provider. */
export const withoutEndedIdentity = <Holder extends LeadHolder>(
  member: Holder,
  identity: Identity,
): Holder => ({
  ...member,
  endedIdentities: (member.endedIdentities ?? []).filter((ended) => !sameIdentity(ended, identity)),
})

/** The member without its password. */
export const withoutPassword = <Holder extends LeadHolder>(member: Holder): Holder =>
  withoutMethod(member, 'password')

/** The member without a passkey. */
export const withoutPasskey = <Holder extends LeadHolder>(member: Holder, id: PasskeyId): Holder => ({
  ...member,
  ways: member.ways.filter((method) => passkeyIn(method)?.id !== id),
})

/** The member who has proven something here just now. */
export function withoutNeverProven(member: Member): Member {
  const { neverProven: _, ...rest } = member
  return rest
}

/** The member without a CI and DI that nobody has checked here. */
export function withoutUnprovenPerson(member: Member): Member {
  if (isProvenPerson(member)) return member
  const { ci: _ci, di: _di, identityUnproven: _, ...rest } = member
  return rest
}

/** The member's leads without an address, whether it is the primary or a secondary contact. */
export function withoutContact(member: LeadHolder, address: Address): LeadHolder {
  const { email, phone, otherEmails, otherPhones, ...rest } = member
  const isGone = (contact: { readonly value: string } | undefined): boolean =>
    contact?.value === address.value
  const isOwn = isGone(address.channel === 'email' ? email : phone)
  const method = address.channel === 'email' ? 'email' : 'phone'
  return {
    ...(isOwn ? withoutMethod(rest, method) : rest),
    ...defined({
      email: isGone(email) ? undefined : email,
      phone: isGone(phone) ? undefined : phone,
      otherEmails: otherEmails?.filter((value) => value !== address.value),
      otherPhones: otherPhones?.filter((value) => value !== address.value),
    }),
  }
}

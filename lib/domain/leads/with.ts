import { identityMethod, type LoginMethod, type OwnContact } from '../member/member.ts'
import { type Identity, sameIdentity } from '../values/identity.ts'
import { type Address, contactKindOf } from '../values/verification.ts'
import { isClaimedContact } from './claimed.ts'
import type { LeadHolder } from './lead.ts'
import { type ContactRules, isSharedKind } from './shared.ts'

const withMethod = <Holder extends LeadHolder>(member: Holder, method: LoginMethod): Holder =>
  member.ways.includes(method) ? member : { ...member, ways: [...member.ways, method] }

/** The member with a password. */
export const withPassword = <Holder extends LeadHolder>(member: Holder): Holder =>
  withMethod(member, 'password')

/** The member with a linked identity, which may have ended before. */
export const withIdentity = <Holder extends LeadHolder>(member: Holder, identity: Identity): Holder => {
  const { endedIdentities } = member
  const ended = endedIdentities?.filter((one) => !sameIdentity(one, identity))
  return withMethod(ended ? { ...member, endedIdentities: ended } : member, identityMethod(identity))
}

/** The member with the leads that another account leaves to it, and with what the merge makes of the trust in CI and DI. */
export function withLeadsOf<Holder extends LeadHolder>(
  member: Holder,
  other: Required<Pick<LeadHolder, 'ways' | 'endedIdentities'>> & { readonly identityUnproven: boolean },
): Omit<Holder, 'identityUnproven'> & Pick<LeadHolder, 'identityUnproven'> {
  const { identityUnproven: _, ...rest } = member
  return {
    ...rest,
    ...(other.identityUnproven && { identityUnproven: true }),
    ways: [...new Set([...member.ways, ...other.ways])],
    endedIdentities: [...(member.endedIdentities ?? []), ...other.endedIdentities],
  }
}

/** The member with own contacts that a provider, or a code, has just verified, and that no import is responsible for any more. */
export function withVerifiedContacts<Holder extends LeadHolder>(
  member: Holder,
  { email, phone }: { readonly email?: unknown; readonly phone?: unknown },
  provenAt: Date,
): Holder {
  const byEmail = email === undefined ? member : withMethod(member, 'email')
  const verified = phone === undefined ? byEmail : withMethod(byEmail, 'phone')
  return {
    ...verified,
    ...(email !== undefined && member.email && { email: verifiedContact(member.email) }),
    ...(phone !== undefined && member.phone && { phone: { ...verifiedContact(member.phone), provenAt } }),
  }
}

function verifiedContact<Value>({ imported: _, ...contact }: OwnContact<Value>): OwnContact<Value> {
  return { ...contact, verified: true }
}

const without = <Value>(values: readonly Value[] | undefined, value: Value) =>
  values?.includes(value) ? values.filter((other) => other !== value) : values

/**
 * The mark of a contact of a kind that several members may have. Who claims the value since before the stage let them
 * share goes on to claim it.
 */
function sharing(
  before: OwnContact<string> | undefined,
  address: Address,
  rules: ContactRules,
): { readonly shared?: true } {
  const isClaimed = before?.value === address.value && isClaimedContact(before)
  return isSharedKind(contactKindOf(address), rules) && !isClaimed ? { shared: true } : {}
}

/** A code from a shared contact signs nobody in. */
const withContactMethod = <Holder extends LeadHolder>(
  member: Holder,
  method: 'email' | 'phone',
  { shared }: OwnContact<string>,
): Holder =>
  shared === true
    ? { ...member, ways: member.ways.filter((other) => other !== method) }
    : withMethod(member, method)

/**
 * The member with an address that was proven just now, as the own e-mail or number. An equal address from a merged
 * account no longer stands beside it.
 */
export function withProvenContact<Holder extends LeadHolder>(
  member: Holder,
  address: Address,
  provenAt: Date,
  rules: ContactRules,
): Holder {
  switch (address.channel) {
    case 'email': {
      const otherEmails = without(member.otherEmails, address.value)
      const known = otherEmails === undefined ? member : { ...member, otherEmails }
      const email = { value: address.value, verified: true, ...sharing(member.email, address, rules) }
      return withContactMethod({ ...known, email }, 'email', email)
    }
    case 'sms': {
      const otherPhones = without(member.otherPhones, address.value)
      const known = otherPhones === undefined ? member : { ...member, otherPhones }
      const phone = {
        value: address.value,
        verified: true,
        provenAt,
        ...sharing(member.phone, address, rules),
      }
      return withContactMethod({ ...known, phone }, 'phone', phone)
    }
    default:
      return address satisfies never
  }
}

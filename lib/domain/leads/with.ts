import type { LoginMethod } from '../member/member.ts'
import type { Address } from '../values/verification.ts'
import type { LeadHolder } from './lead.ts'

const withMethod = <Holder extends LeadHolder>(member: Holder, method: LoginMethod): Holder =>
  member.ways.includes(method) ? member : { ...member, ways: [...member.ways, method] }

/** The member with a password. */
export const withPassword = <Holder extends LeadHolder>(member: Holder): Holder =>
  withMethod(member, 'password')

const without = <Value>(values: readonly Value[] | undefined, value: Value) =>
  values?.includes(value) ? values.filter((other) => other !== value) : values

/**
 * The member with an address that was proven just now, as the own e-mail or number. An equal address from a merged
 * account no longer stands beside it.
 */
export function withProvenContact<Holder extends LeadHolder>(
  member: Holder,
  address: Address,
  provenAt: Date,
): Holder {
  switch (address.channel) {
    case 'email': {
      const otherEmails = without(member.otherEmails, address.value)
      const known = otherEmails === undefined ? member : { ...member, otherEmails }
      return withMethod({ ...known, email: { value: address.value, verified: true } }, 'email')
    }
    case 'sms': {
      const otherPhones = without(member.otherPhones, address.value)
      const known = otherPhones === undefined ? member : { ...member, otherPhones }
      return withMethod({ ...known, phone: { value: address.value, verified: true, provenAt } }, 'phone')
    }
    default:
      return address satisfies never
  }
}

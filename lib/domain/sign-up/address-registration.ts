import { newMethods } from '../leads/methods.ts'
import type { Member } from '../member/member.ts'
import { defined } from '../values/defined.ts'
import type { ContactKind, Item } from '../values/evidence.ts'
import { type InputFault, refuseFaults } from '../values/problem.ts'
import type { Address } from '../values/verification.ts'
import type { MatchPolicy } from '../visit/match-policy.ts'
import { missingItems, type PersonalItems, personalItems } from './registration.ts'
import { missingByAddressFault } from './required-item.ts'

/** One or two proven addresses of different channels. The first one is the address to sign up with. */
export type ProvenAddresses = readonly [Address, ...Address[]]

/** The part of a new member that a sign-up by address sets. */
export type PersonByAddress = Pick<Member, 'ways' | 'email' | 'phone' | keyof PersonalItems>

function contactsOf(
  addresses: ProvenAddresses,
  { sharedContacts }: MatchPolicy,
  now: Date,
): Pick<Member, 'email' | 'phone'> {
  const shared = (of: ContactKind) => sharedContacts.includes(of) && ({ shared: true } as const)
  const email = addresses.find((address) => address.channel === 'email')
  const phone = addresses.find((address) => address.channel === 'sms')
  return defined({
    email: email && { value: email.value, verified: true, ...shared('email') },
    phone: phone && { value: phone.value, verified: true, provenAt: now, ...shared('phone') },
  })
}

/**
 * The items that a sign-up by these addresses lacks. A member who signs up by number can be reached by SMS,
 * so an e-mail address is needed only if the policy requires a verified one.
 */
function missingOf(
  policy: MatchPolicy,
  [first]: ProvenAddresses,
  person: Omit<PersonByAddress, 'ways'>,
): readonly Item[] {
  const { email, phone, name, nickname, birth, gender } = person
  const missing = missingItems(
    policy,
    defined({
      name,
      nickname,
      birth,
      gender,
      email: email && { value: email.value, trust: 'vouched' },
      phone: phone && { value: phone.value, trust: 'vouched' },
    }),
  )
  const isByNumber = first.channel === 'sms' && !policy.verifiedItems.includes('email')
  return missing.filter((item) => !(isByNumber && item === 'email'))
}

/** A fault for each item that a sign-up by these addresses lacks. */
export const missingByAddressFaults = (
  addresses: ProvenAddresses,
  form: PersonalItems,
  policy: MatchPolicy,
  now: Date,
): readonly InputFault[] =>
  missingOf(policy, addresses, { ...contactsOf(addresses, policy, now), ...personalItems(form) }).map(
    missingByAddressFault,
  )

/**
 * Builds the member's part for a sign-up with addresses proven by code and a password. The password and each
 * address become login methods. Takes `now` as the time of proof. Throws `invalid_request` with one error
 * per required item that is missing.
 */
export function personByAddress(
  addresses: ProvenAddresses,
  form: PersonalItems,
  policy: MatchPolicy,
  now: Date,
): PersonByAddress {
  const contacts = contactsOf(addresses, policy, now)
  const person = { ways: newMethods({ hasPassword: true, ...contacts }), ...contacts, ...personalItems(form) }
  refuseFaults(missingByAddressFaults(addresses, form, policy, now))
  return person
}

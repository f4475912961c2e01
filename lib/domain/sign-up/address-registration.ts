import type { LoginMethod, Member } from '../member/member.ts'
import type { Item } from '../values/evidence.ts'
import { type InputFault, Problem } from '../values/problem.ts'
import type { Address } from '../values/verification.ts'
import type { MatchPolicy } from '../visit/match-policy.ts'
import { missingItems } from './registration.ts'

const faultOf = (item: Item): InputFault => {
  if (item === 'name') return { pointer: '/name', detail: 'name is required' }
  if (item === 'email' || item === 'phone') {
    return { pointer: '/verificationTokens', detail: `${item} is required` }
  }
  return { pointer: '', detail: `${item} is required here, and cannot be given when signing up by address` }
}

/** Addresses that somebody has proven by code: the one to sign up by, and another one of the other kind. */
export type ProvenAddresses = readonly [Address, ...Address[]]

/** What somebody has on file who signed up by an address or a number. */
export type PersonByAddress = Pick<Member, 'ways' | 'name' | 'email' | 'phone'>

function contactsOf(addresses: ProvenAddresses, now: Date): Pick<Member, 'email' | 'phone'> {
  const email = addresses.find((address) => address.channel === 'email')
  const phone = addresses.find((address) => address.channel === 'sms')
  return {
    ...(email === undefined ? {} : { email: { value: email.value, verified: true } }),
    ...(phone === undefined ? {} : { phone: { value: phone.value, verified: true, provenAt: now } }),
  }
}

/**
 * What a sign-up by these addresses lacks. Whoever signs up by number can be reached by it: an e-mail address is
 * asked for only where the policy wants a verified one.
 */
function missingOf(policy: MatchPolicy, [first]: ProvenAddresses, person: PersonByAddress): readonly Item[] {
  const { email, phone, name } = person
  const missing = missingItems(policy, {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email: { value: email.value, trust: 'vouched' } }),
    ...(phone === undefined ? {} : { phone: { value: phone.value, trust: 'vouched' } }),
  })
  const isByNumber = first.channel === 'sms' && !policy.verifiedItems.includes('email')
  return missing.filter((item) => !(isByNumber && item === 'email'))
}

/**
 * What the new member will have on file who proved addresses by code and chose a password: all of it lets the
 * member in from now on. Throws `invalid_request` with one error per item that the policy requires and that is
 * missing.
 */
export function personByAddress(
  addresses: ProvenAddresses,
  name: string | undefined,
  policy: MatchPolicy,
  now: Date,
): PersonByAddress {
  const contacts = contactsOf(addresses, now)
  const ways: LoginMethod[] = ['password']
  if (contacts.email !== undefined) ways.push('email')
  if (contacts.phone !== undefined) ways.push('phone')
  const person = { ways, ...contacts, ...(name === undefined ? {} : { name }) }
  const missing = missingOf(policy, addresses, person)
  if (missing.length > 0) throw new Problem('invalid_request', { errors: missing.map(faultOf) })
  return person
}

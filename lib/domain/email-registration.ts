import type { Email, Item } from './evidence.ts'
import type { MatchPolicy } from './match-policy.ts'
import type { OwnContact, Way } from './member.ts'
import { type InputFault, Problem } from './problem.ts'
import { missingItems } from './registration.ts'

const faultOf = (item: Item): InputFault =>
  item === 'name'
    ? { pointer: '/name', detail: 'name is required' }
    : { pointer: '', detail: `${item} is required here, and cannot be given when signing up by e-mail` }

/** What somebody has on file who signed up by e-mail. */
export interface PersonByEmail {
  readonly ways: readonly Way[]
  readonly name?: string
  readonly email: OwnContact<Email>
}

/**
 * What the new member will have on file who proved an address by code and chose a password: both let the
 * member in from now on. Throws `invalid_request` with one error per item that the policy requires and that is
 * missing.
 */
export function personByEmail(email: Email, name: string | undefined, policy: MatchPolicy): PersonByEmail {
  const named = name === undefined ? {} : { name }
  const missing = missingItems(policy, { email: { value: email, trust: 'vouched' }, ...named })
  if (missing.length > 0) throw new Problem('invalid_request', { errors: missing.map(faultOf) })
  return { ways: ['password', 'email'], email: { value: email, verified: true }, ...named }
}

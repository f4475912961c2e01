import { withIdentity, withVerifiedContacts } from '../leads/with.ts'
import { withoutNeverProven } from '../leads/without.ts'
import type { Attributes } from '../member/attributes.ts'
import type { Member } from '../member/member.ts'
import { defined } from '../values/defined.ts'
import type { Identity } from '../values/identity.ts'
import { type CheckedOnLink, withCheckOnLink } from './identity-check.ts'

/** What a link makes of its member. */
export interface LinkEffect {
  readonly identity: Identity
  /** The member's contacts that become verified. */
  readonly verifies?: { readonly email?: unknown; readonly phone?: unknown }
  readonly checked?: CheckedOnLink | undefined
  readonly attributes?: Attributes
  readonly event: { readonly at: Date }
}

/** The member as a link leaves it. */
export function linkedMember(
  member: Member,
  { identity, verifies = {}, checked, attributes, event }: LinkEffect,
): Member {
  const linked = withVerifiedContacts(withIdentity(withoutNeverProven(member), identity), verifies, event.at)
  return { ...(checked ? withCheckOnLink(linked, checked) : linked), ...defined({ attributes }) }
}

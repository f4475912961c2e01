import { identityMethod, type LoginMethod, type OwnContact } from '../member/member.ts'
import type { Identity } from '../values/identity.ts'
import { isVerifiedContact } from './claimed.ts'
import type { JudgedAt, LeadHolder } from './lead.ts'
import { leads } from './leads.ts'
import { type EntryMethod, entryMethods } from './opens.ts'

const order = ['password', 'email_code', 'sms_code', 'login_id', 'passkey'] as const

/**
 * The login methods that sign a member in now, each once: `password` (named by an address or number), codes,
 * `login_id`, `passkey`, then providers in the order of linking.
 */
export function loginMethods(member: LeadHolder, at: JudgedAt): readonly EntryMethod[] {
  const open = new Set(leads(member).flatMap((lead) => entryMethods(lead, member, at)))
  const own = order.filter((method) => open.delete(method))
  return [...own, ...open]
}

const isMethod = (contact: OwnContact<unknown> | undefined): boolean =>
  isVerifiedContact(contact) && contact?.shared === undefined

/** What a new member signs in with. */
interface NewLeads {
  readonly identities?: readonly Identity[]
  readonly hasPassword?: boolean
  readonly email?: OwnContact<unknown>
  readonly phone?: OwnContact<unknown>
}

/** The login methods that a new member is stored with. A contact is one if it is verified and nobody may share it. */
export const newMethods = ({
  identities = [],
  hasPassword = false,
  email,
  phone,
}: NewLeads): readonly LoginMethod[] => [
  ...identities.map(identityMethod),
  ...(hasPassword ? (['password'] as const) : []),
  ...(isMethod(email) ? (['email'] as const) : []),
  ...(isMethod(phone) ? (['phone'] as const) : []),
]

import { identityMethod, type LoginMethod, type OwnContact } from '../member/member.ts'
import type { Identity } from '../values/identity.ts'
import { isVerifiedContact } from './claimed.ts'

/** What a new member signs in with. */
interface NewLeads {
  readonly identities?: readonly Identity[]
  readonly hasPassword?: boolean
  readonly email?: OwnContact<unknown>
  readonly phone?: OwnContact<unknown>
}

/** The login methods that a new member is stored with. A contact is one if it is verified. */
export const newMethods = ({
  identities = [],
  hasPassword = false,
  email,
  phone,
}: NewLeads): readonly LoginMethod[] => [
  ...identities.map(identityMethod),
  ...(hasPassword ? (['password'] as const) : []),
  ...(isVerifiedContact(email) ? (['email'] as const) : []),
  ...(isVerifiedContact(phone) ? (['phone'] as const) : []),
]

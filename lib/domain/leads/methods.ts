import type { JudgedAt, LeadHolder } from './lead.ts'
import { leads } from './leads.ts'
import { type EntryMethod, entryMethods } from './opens.ts'

const order = ['password', 'email_code', 'sms_code', 'login_id'] as const

/**
 * The login methods that sign a member in now, each once: `password` (named by an address or number), codes,
 * `login_id`, then providers in the order of linking.
 */
export function loginMethods(member: LeadHolder, at: JudgedAt): readonly EntryMethod[] {
  const open = new Set(leads(member).flatMap((lead) => entryMethods(lead, member, at)))
  const own = order.filter((method) => open.delete(method))
  return [...own, ...open]
}

import type { JudgedAt, LeadHolder } from './lead.ts'
import { leads } from './leads.ts'
import { type EntryMethod, entryMethods } from './opens.ts'

const order = ['password', 'email_code', 'sms_code', 'login_id'] as const

/**
 * The methods that would let a member in at this moment, each once: `password` (with an address or a number as
 * the name), codes, `login_id`, then providers in the order in which they were linked.
 */
export function loginMethods(member: LeadHolder, at: JudgedAt): readonly EntryMethod[] {
  const open = new Set(leads(member).flatMap((lead) => entryMethods(lead, member, at)))
  const own = order.filter((method) => open.delete(method))
  return [...own, ...open]
}

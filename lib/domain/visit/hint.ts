import type { JudgedAt, LeadHolder } from '../leads/lead.ts'
import { loginMethods } from '../leads/methods.ts'
import type { Member } from '../member/member.ts'
import { maskEmail, maskName, maskPhone } from '../values/masking.ts'
import type { Match } from './outcome.ts'

/** A masked description of a candidate, shown before the candidate is proven. */
export interface Hint {
  readonly email?: string
  readonly phone?: string
  readonly name?: string
  /** `YYYY-MM` */
  readonly joinedMonth: string
  readonly methods: readonly string[]
}

/** The formats by time zone: making one takes forty times longer than using it, and a service has one. */
const months = new Map<string, Intl.DateTimeFormat>()

/** The month in which a member joined, in the time zone of the service. */
function monthIn(timeZone: string, at: Date): string {
  const format =
    months.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' })
  months.set(timeZone, format)
  return format.format(at)
}

/**
 * Masks a match. Shows only values that the visitor's provider has verified as equal, the month of joining in a time
 * zone (IANA), and the methods that would let the member in at this time.
 */
export function hintOf(
  { candidate, shows }: Match,
  known: LeadHolder & Pick<Member, 'createdAt'>,
  at: JudgedAt,
  timeZone: string,
): Hint {
  const { email, phone, name } = candidate
  return {
    ...(email !== undefined && shows.includes('email') && { email: maskEmail(email.value) }),
    ...(phone !== undefined && shows.includes('phone') && { phone: maskPhone(phone.value) }),
    ...(name !== undefined && shows.includes('name') && { name: maskName(name) }),
    joinedMonth: monthIn(timeZone, known.createdAt),
    methods: loginMethods(known, at),
  }
}

import type { Member } from '../member/member.ts'
import { methodsOf } from '../member/shown-methods.ts'
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

/** Masks a match. Shows only values that the visitor's provider has verified as equal. */
export function hintOf({ candidate, shows }: Match, known: Pick<Member, 'ways' | 'createdAt'>): Hint {
  const { email, phone, name } = candidate
  return {
    ...(email !== undefined && shows.includes('email') && { email: maskEmail(email.value) }),
    ...(phone !== undefined && shows.includes('phone') && { phone: maskPhone(phone.value) }),
    ...(name !== undefined && shows.includes('name') && { name: maskName(name) }),
    joinedMonth: known.createdAt.toISOString().slice(0, 7),
    methods: methodsOf(known.ways),
  }
}

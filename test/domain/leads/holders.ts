import fc from 'fast-check'
import type { JudgedAt, LeadHolder } from '../../../lib/domain/leads/lead.ts'
import {
  type EndedIdentity,
  type LoginMethod,
  type Member,
  passkeyMethod,
} from '../../../lib/domain/member/member.ts'
import type { Identity } from '../../../lib/domain/values/identity.ts'
import type { PasskeyId } from '../../../lib/domain/values/ids.ts'
import { allDoors } from '../../../lib/domain/values/verification.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { ci, email, identity, phone } from '../scenes.ts'

export const days = 86_400
const now = new Date('2026-11-22T10:00:00.000Z')
/** Numbers are fresh for 90 days. */
export const at: JudgedAt = {
  now,
  recycledAfterSeconds: 90 * days,
  sharedContacts: [],
  doors: allDoors,
  rpId: 'example.com',
}
export const daysAgo = (count: number): Date => new Date(now.getTime() - count * days * 1000)

export const kakao: Identity = identity
export const dana = email('dana@devlabs.co.kr')
export const other = email('other@devlabs.co.kr')
export const number = phone('010-1234-5678')
/** The address and the number, as somebody proves them. */
export const mail = { channel: 'email', value: dana } as const
export const text = { channel: 'sms', value: number } as const
export const danaCi = ci('dana')
export const passkey: PasskeyId = ids.passkey()
export const byKakao: LoginMethod = `identity:${kakao.provider}:${kakao.subject}`
export const endedKakao: EndedIdentity = { ...kakao, endedBy: 'provider' }

/** Contacts by the words of the table. */
export const verifiedEmail = { email: { value: dana, verified: true } } as const
export const saidEmail = { email: { value: dana, verified: false } } as const
export const importedEmail = { email: { value: dana, verified: false, imported: true } } as const
export const sharedEmail = {
  email: { value: dana, verified: false, shared: true, sharedByFew: true, imported: true },
} as const
export const freshNumber = { phone: { value: number, verified: true, provenAt: daysAgo(90) } }
export const staleNumber = { phone: { value: number, verified: true, provenAt: daysAgo(91) } }
/** The mark of an importee who has proven nothing here. */
export const neverProven = { neverProven: true } as const
export const importedNumber = { phone: { value: number, verified: false, imported: true } } as const

/** A member with only this. */
export const having = (more: Partial<LeadHolder>): LeadHolder => ({ ways: [], ...more })

const seldom = <Value>(value: Value) =>
  fc.option(fc.constant(value), { nil: undefined, freq: 2 }).map((given) => given)

const contact = <Value>(value: Value) =>
  fc
    .record({
      verified: fc.boolean(),
      imported: fc.boolean(),
      shared: fc.constantFrom('no', 'no', 'no', 'few', 'too_many'),
    })
    .map(({ verified, imported, shared }) => ({
      value,
      verified: verified && shared === 'no',
      ...((imported || shared !== 'no') && { imported: true as const }),
      ...(shared !== 'no' && { shared: true as const }),
      ...(shared === 'few' && { sharedByFew: true as const }),
    }))

/** Any member that the rules can meet, from a member without data to a member with all data. */
export const anyHolder: fc.Arbitrary<LeadHolder> = fc
  .record({
    password: fc.boolean(),
    linked: fc.boolean(),
    passkey: fc.constantFrom(true, false, false),
    ended: fc.constantFrom(
      undefined,
      undefined,
      'provider' as const,
      'provider_beside' as const,
      'closing' as const,
    ),
    email: fc.option(contact(dana), { nil: undefined }),
    phone: fc.option(contact(number), { nil: undefined }),
    provenDays: fc.constantFrom(undefined, 0, 90, 91, 1000),
    otherEmail: seldom(other),
    loginId: seldom('dana'),
    ci: seldom(danaCi),
    unproven: fc.boolean(),
    neverProven: fc.boolean(),
  })
  .map((it) => {
    const ways: LoginMethod[] = []
    if (it.linked) ways.push(byKakao)
    if (it.passkey) ways.push(passkeyMethod({ id: passkey }))
    if (it.password) ways.push('password')
    if (it.email?.verified) ways.push('email')
    if (it.phone?.verified) ways.push('phone')
    return {
      ways,
      ...(it.email && { email: it.email }),
      ...(it.phone && {
        phone: {
          ...it.phone,
          ...(it.provenDays !== undefined && it.phone.verified && { provenAt: daysAgo(it.provenDays) }),
        },
      }),
      ...(it.ended && !it.linked && { endedIdentities: [{ ...kakao, endedBy: it.ended }] }),
      ...(it.otherEmail && { otherEmails: [it.otherEmail] }),
      ...(it.loginId && { loginId: it.loginId }),
      ...(it.ci && { ci: it.ci, ...(it.unproven && { identityUnproven: true as const }) }),
      ...(it.neverProven && { neverProven: true as const }),
    } satisfies Partial<Member> & LeadHolder
  })

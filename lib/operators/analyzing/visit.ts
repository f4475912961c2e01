import { memberEvidence } from '../../domain/leads/evidence.ts'
import type { JudgedAt, LeadHolder } from '../../domain/leads/lead.ts'
import type { OwnContact } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Email, Evidence, Phone } from '../../domain/values/evidence.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { classify } from '../../domain/visit/classify.ts'
import type { Candidate } from '../../domain/visit/facts.ts'
import type { MatchPolicy } from '../../domain/visit/match-policy.ts'
import { rowOf } from '../../domain/visit/outcome.ts'
import type { OldMember } from '../importing/understanding/old-member.ts'
import type { Alike, Tally } from './tally.ts'

/** The stage's match policy, and the time and rule by which leads are judged. */
export interface AnalysisRules {
  readonly policy: MatchPolicy
  readonly at: JudgedAt
}

/** The people of an analysed visit. None of them is stored. */
export interface Cast {
  readonly identity: Identity
  readonly self: MemberId
  readonly other: MemberId
}

/** The leads of a member as an import would store them: an address that others have as well is nobody's own. */
export function holderOf(member: OldMember, tally: Tally): LeadHolder {
  const shared = <Value>(contact: OwnContact<Value>, kind: 'email' | 'phone'): OwnContact<Value> =>
    tally.isShared(member, kind) ? { value: contact.value, verified: false, shared: true } : contact
  const { ways, email, phone, loginId } = member
  return {
    ways: ways.filter(
      (method) => (method !== 'email' && method !== 'phone') || !tally.isShared(member, method),
    ),
    neverProven: true,
    ...defined({
      email: email && shared(email, 'email'),
      phone: phone && shared(phone, 'phone'),
      loginId,
    }),
  }
}

/** A member as a visitor would meet it after the import. */
function asImported(member: OldMember, id: MemberId, tally: Tally, at: JudgedAt): Candidate {
  const { name, birth, status } = member
  return { id, status, ...defined({ name, birth }), ...memberEvidence(holderOf(member, tally), at) }
}

/** Another member with the same contact, or the same name and birth date. Undefined without one. */
function otherMember(
  { email, phone, name, birth }: OldMember,
  id: MemberId,
  isAlike: (kind: Alike) => boolean,
): Candidate | undefined {
  const claimed = <Value extends Email | Phone>({ value }: OwnContact<Value>) =>
    ({ value, worth: 'claimed' }) as const
  const known = {
    ...(email && isAlike('email') && { email: claimed(email) }),
    ...(phone && isAlike('phone') && { phone: claimed(phone) }),
    ...(name !== undefined && birth && isAlike('name+birth') && { name, birth }),
  }
  return Object.keys(known).length === 0 ? undefined : { id, status: 'active', ...known }
}

/**
 * The row of the case table for a visitor with exactly the member's data, whose provider vouches for the
 * address and the number. Uses `classify`, the decision of the real callback.
 */
export function rowOfVisit(
  member: OldMember,
  tally: Tally,
  { policy, at }: AnalysisRules,
  cast: Cast,
): number {
  const isAlike = (kind: Alike): boolean => tally.isAlike(member, kind)
  const { email, phone, name, birth } = member
  const evidence: Evidence = defined({
    email: email && { value: email.value, trust: 'vouched' },
    phone: phone && { value: phone.value, trust: 'vouched' },
    name,
    birth,
  })
  const other = otherMember(member, cast.other, isAlike)
  const candidates = [asImported(member, cast.self, tally, at), ...(other === undefined ? [] : [other])]
  const { identity } = cast
  const outcome = classify({
    kind: 'visit',
    visitor: { kind: 'anonymous' },
    provider: {
      kind: 'responded',
      identity,
      identityStatus: { kind: 'new' },
      evidence,
      refusedItems: [],
      underAge: false,
      siblingConsent: false,
      candidates,
    },
    policy,
  })
  return rowOf(outcome)
}

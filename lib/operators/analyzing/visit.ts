import type { OwnContact } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Email, Evidence, Phone } from '../../domain/values/evidence.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { classify } from '../../domain/visit/classify.ts'
import type { Candidate } from '../../domain/visit/facts.ts'
import type { MatchPolicy } from '../../domain/visit/match-policy.ts'
import { rowOf } from '../../domain/visit/outcome.ts'
import type { OldMember } from '../importing/old-member.ts'
import type { Alike, Tally } from './tally.ts'

/** The people of an analysed visit. None of them is stored. */
export interface Cast {
  readonly identity: Identity
  readonly self: MemberId
  readonly other: MemberId
}

/** A member after the import: a shared contact belongs to nobody, so it counts as unverified. */
function asImported(member: OldMember, id: MemberId, tally: Tally): Candidate {
  const { email, phone, name, birth, status } = member
  const own = <Value>(contact: OwnContact<Value>, kind: 'email' | 'phone'): OwnContact<Value> =>
    tally.isShared(member, kind) ? { value: contact.value, verified: false, shared: true } : contact
  return {
    id,
    status,
    ...defined({ email: email && own(email, 'email'), phone: phone && own(phone, 'phone'), name, birth }),
  }
}

/** Another member with the same contact, or the same name and birth date. Undefined without one. */
function otherMember(
  { email, phone, name, birth }: OldMember,
  id: MemberId,
  isAlike: (kind: Alike) => boolean,
): Candidate | undefined {
  const unverified = <Value extends Email | Phone>({ value }: OwnContact<Value>) => ({
    value,
    verified: false,
  })
  const known = {
    ...(email && isAlike('email') && { email: unverified(email) }),
    ...(phone && isAlike('phone') && { phone: unverified(phone) }),
    ...(name !== undefined && birth && isAlike('name+birth') && { name, birth }),
  }
  return Object.keys(known).length === 0 ? undefined : { id, status: 'active', ...known }
}

/**
 * The row of the case table for a visitor with exactly the member's data, whose provider vouches for the
 * address and the number. Uses `classify`, the decision of the real callback.
 */
export function rowOfVisit(member: OldMember, tally: Tally, policy: MatchPolicy, cast: Cast): number {
  const isAlike = (kind: Alike): boolean => tally.isAlike(member, kind)
  const { email, phone, name, birth } = member
  const evidence: Evidence = defined({
    email: email && { value: email.value, trust: 'vouched' },
    phone: phone && { value: phone.value, trust: 'vouched' },
    name,
    birth,
  })
  const other = otherMember(member, cast.other, isAlike)
  const candidates = [asImported(member, cast.self, tally), ...(other === undefined ? [] : [other])]
  const { identity } = cast
  const outcome = classify({
    kind: 'visit',
    visitor: { kind: 'anonymous' },
    provider: {
      kind: 'answered',
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

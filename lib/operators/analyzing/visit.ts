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

/** Who visits, and who else is there: nobody is written anywhere. */
export interface Cast {
  readonly identity: Identity
  readonly self: MemberId
  readonly other: MemberId
}

/** A member with what others have as well: an address of several is nobody's own, and so not verified. */
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

/** Somebody else with the same address, number, or name and birth date; undefined when there is nobody. */
function somebodyElse(
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
 * The row of the table of cases that decides about a visitor who has just what the member has on file, of a
 * provider that answers for the address and the number today. By the same function that decides in earnest.
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
  const another = somebodyElse(member, cast.other, isAlike)
  const candidates = [asImported(member, cast.self, tally), ...(another === undefined ? [] : [another])]
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

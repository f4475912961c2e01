import { parseEmail } from '../../lib/contacts/email.ts'
import { parsePhone } from '../../lib/contacts/phone.ts'
import type { ContactEvidence } from '../../lib/domain/leads/evidence.ts'
import type { MemberStatus, OwnContact } from '../../lib/domain/member/member.ts'
import type {
  Birth,
  CiHash,
  DiHash,
  Email,
  Evidence,
  Phone,
  Trust,
  Vouched,
} from '../../lib/domain/values/evidence.ts'
import { type Identity, isSubject } from '../../lib/domain/values/identity.ts'
import { isMemberId, type MemberId } from '../../lib/domain/values/ids.ts'
import type {
  Candidate,
  IdentityCheckFacts,
  MemberSummary,
  ProviderRefusal,
  VisitFacts,
} from '../../lib/domain/visit/facts.ts'
import { defaultPolicy, type MatchPolicy } from '../../lib/domain/visit/match-policy.ts'

type Answer = Extract<VisitFacts['provider'], { kind: 'responded' }>

function must<Value>(value: Value | undefined, written: string): Value {
  if (value === undefined) throw new Error(`${written} is no valid value for a scene`)
  return value
}

export const email = (written: string): Email => must(parseEmail(written), written)
export const phone = (written: string): Phone => must(parsePhone(written, 'KR'), written)

const isCiHash = (value: string): value is CiHash => value.startsWith('ci:')
export const ci = (person: string): CiHash => {
  const hash = `ci:${person}`
  return must(isCiHash(hash) ? hash : undefined, hash)
}

const isDiHash = (value: string): value is DiHash => value.startsWith('di:')
export const di = (person: string): DiHash => {
  const hash = `di:${person}`
  return must(isDiHash(hash) ? hash : undefined, hash)
}

/** The id of the n-th member of a scene. */
export const memberId = (n: number): MemberId => {
  const id = `01900000-0000-7000-8000-${`${n}`.padStart(12, '0')}`
  return must(isMemberId(id) ? id : undefined, id)
}

export const identity: Identity = (() => {
  const subject = '3716483821'
  return { provider: 'kakao', subject: must(isSubject(subject) ? subject : undefined, subject) }
})()

/** The visitor of the examples, and the values that members may share with her. */
export const dana = {
  email: email('dana@devlabs.co.kr'),
  phone: phone('010-1234-5678'),
  name: '김다나',
  birth: { year: 1990, monthDay: '0412', calendar: 'solar' },
  ci: ci('dana'),
} as const satisfies { birth: Birth } & Record<string, unknown>

export const told = <Value>(value: Value, trust: Trust = 'vouched'): Vouched<Value> => ({ value, trust })
/** A contact that a member has on file. */
export const onFile = <Value>(value: Value, verified = true): OwnContact<Value> => ({ value, verified })
/** A contact that counts when members are compared: verified, or imported and never verified. */
export const own = <Value>(value: Value, verified = true): ContactEvidence<Value> => ({
  value,
  worth: verified ? 'verified' : 'claimed',
})

/** A member who shares only the given values with the visitor. */
export const member = (
  n: number,
  status: MemberStatus,
  known: Omit<Candidate, 'id' | 'status'> = {},
): Candidate => ({
  id: memberId(n),
  status,
  ...known,
})

/** A member with a status and nothing else. */
export const memberSummary = (n: number, status: MemberStatus): MemberSummary => ({ id: memberId(n), status })

/** A policy that also considers names alone. */
export const withNames = { consider: [...defaultPolicy.consider, 'name'] } satisfies Partial<MatchPolicy>

type Change = Partial<Omit<Answer, 'kind' | 'identity'>> & Partial<Pick<VisitFacts, 'visitor' | 'policy'>>

/** The visit of an unknown person who shared and agreed to everything and matches no member, with changes. */
export function visit({ visitor, policy, ...answer }: Change = {}): VisitFacts {
  const evidence: Evidence = { email: told(dana.email), name: dana.name }
  return {
    kind: 'visit',
    visitor: visitor ?? { kind: 'anonymous' },
    policy: policy ?? defaultPolicy,
    provider: {
      kind: 'responded',
      identity,
      identityStatus: { kind: 'new' },
      evidence,
      refusedItems: [],
      underAge: false,
      siblingConsent: false,
      candidates: [],
      ...answer,
    },
  }
}

/** The stranger of `visit()` matches these members. */
export const meets = (...candidates: readonly Candidate[]): VisitFacts => visit({ candidates })

/** A stranger with this provider profile matches these members. */
export const says = (evidence: Evidence, ...candidates: readonly Candidate[]): VisitFacts =>
  visit({ evidence, candidates })

/** A visitor without a session whose identity is linked. */
export const returns = (status: MemberStatus, change: Change = {}): VisitFacts =>
  visit({ ...change, identityStatus: { kind: 'linked', member: memberSummary(1, status) } })

/** The same facts under another policy. */
export const under = (policy: Partial<MatchPolicy>, facts: VisitFacts): VisitFacts => ({
  ...facts,
  policy: { ...facts.policy, ...policy },
})

/** A visit without a provider profile. */
export const refusedVisit = (why: ProviderRefusal): VisitFacts => ({
  ...visit(),
  provider: { kind: 'refused', why },
})

/** The visit of a signed-in member. */
export const memberVisit = (
  intent: 'link' | 'reauth',
  status: MemberStatus,
  linkedTo?: MemberSummary,
  change: Change = {},
): VisitFacts =>
  visit({
    ...change,
    visitor: { kind: 'member', intent, member: memberSummary(1, status) },
    identityStatus: linkedTo === undefined ? { kind: 'new' } : { kind: 'linked', member: linkedTo },
  })

/** The identity check of a signed-in member. */
export const identityCheck = (
  status: MemberStatus,
  owner: IdentityCheckFacts['owner'],
): IdentityCheckFacts => ({
  kind: 'identity_check',
  member: memberSummary(1, status),
  owner,
})

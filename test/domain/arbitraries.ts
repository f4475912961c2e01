import fc, { type Arbitrary } from 'fast-check'
import { memberStatuses } from '../../lib/domain/member/member.ts'
import { type Birth, contactKinds, type Evidence, items } from '../../lib/domain/values/evidence.ts'
import type {
  Candidate,
  Facts,
  IdentityCheckFacts,
  MemberSummary,
  VisitFacts,
  Visitor,
} from '../../lib/domain/visit/facts.ts'
import { fullItems, type MatchPolicy, partialItems } from '../../lib/domain/visit/match-policy.ts'
import { ci, email, identity, memberId, phone } from './scenes.ts'

// Each value has few choices, so two facts are often equal, and some values only look different.
const emails = fc.constantFrom('dana@devlabs.co.kr', 'DANA@devlabs.co.kr', 'dan.a@devlabs.co.kr').map(email)
const phones = fc.constantFrom('010-1234-5678', '+82 10 1234 5678', '010-8765-4321').map(phone)
const names = fc.constantFrom('김다나', '김 다나', 'Dana Kim', 'ＤＡＮＡ kim', '이바다', ' ', '')
const cis = fc.constantFrom('dana', 'bada').map(ci)
const births = fc.constantFrom<Birth>(
  { year: 1990, monthDay: '0412', calendar: 'solar' },
  { year: 1990, monthDay: '0412', calendar: 'lunar' },
  { year: 1990, calendar: 'solar' },
  { monthDay: '0412', calendar: 'solar' },
)

const trusts = fc.constantFrom('unverified', 'verified_once', 'vouched', 'code')
const told = <Value>(value: Arbitrary<Value>) => fc.record({ value, trust: trusts })
const ownEmail = fc.record({ value: emails, worth: fc.constantFrom('verified', 'claimed', 'recoverable') })
const ownPhone = fc.record({ value: phones, worth: fc.constantFrom('verified', 'claimed', 'recycled') })

const sooner = fc.constantFrom(new Date('2030-01-01T00:00:00Z'), new Date('2031-01-01T00:00:00Z'))
const statuses = fc.constantFrom(...memberStatuses)
const ids = fc.integer({ min: 1, max: 3 }).map(memberId)

const anyStanding: Arbitrary<MemberSummary> = fc.record(
  { id: ids, status: statuses, restorableUntil: sooner },
  { requiredKeys: ['id', 'status'] },
)

/** The evidence about the visitor, from nothing to everything. */
export const anyEvidence: Arbitrary<Evidence> = fc.record(
  { email: told(emails), phone: told(phones), name: names, birth: births, ci: cis },
  { requiredKeys: [] },
)

/** A member with any data. Only a withdrawn member can have a rejoin block, and have left for good. */
export const anyCandidate: Arbitrary<Candidate> = fc
  .record(
    {
      id: ids,
      status: fc.oneof(
        { weight: 2, arbitrary: fc.constant('active' as const) },
        { weight: 3, arbitrary: statuses },
      ),
      email: ownEmail,
      phone: ownPhone,
      otherEmails: fc.array(emails, { minLength: 1, maxLength: 1 }),
      otherPhones: fc.array(phones, { minLength: 1, maxLength: 1 }),
      name: names,
      birth: births,
      ci: cis,
      identityUnproven: fc.constant(true as const),
      formerIdentities: fc.constantFrom([identity], [{ ...identity, provider: 'naver' as const }]),
      rejoinFrom: sooner,
      hasLeft: fc.constant(true as const),
    },
    { requiredKeys: ['id', 'status'] },
  )
  .map(({ rejoinFrom, hasLeft, ...member }) =>
    member.status === 'withdrawn'
      ? { ...member, ...(rejoinFrom && { rejoinFrom }), ...(hasLeft && { hasLeft }) }
      : member,
  )

const anyCandidates = fc.uniqueArray(anyCandidate, { selector: ({ id }) => id, maxLength: 3 })

/** Any sound policy: see `policyFaults`. */
export const anyPolicy: Arbitrary<MatchPolicy> = fc
  .record({
    full: fc
      .shuffledSubarray([...fullItems], { minLength: 1 })
      .filter((full) => full.some((item) => item !== 'name')),
    consider: fc.shuffledSubarray([...partialItems]),
    requiredItems: fc.subarray([...items]),
    siblingTags: fc.constant([]),
    sharedContacts: fc.subarray([...contactKinds]),
    minimumAge: fc.constantFrom(0, 14, 19),
  })
  .chain((policy) =>
    fc
      .subarray(policy.requiredItems.filter((item) => item === 'email' || item === 'phone'))
      .map((verifiedItems) => ({
        ...policy,
        verifiedItems,
        sharedContacts: policy.sharedContacts.filter((of) => !policy.full.includes(of)),
      })),
  )

const seldom = fc.nat(5).map((n) => n === 0)

const anyVisitor: Arbitrary<Visitor> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'anonymous' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('member' as const),
      intent: fc.constantFrom('link', 'reauth'),
      member: anyStanding,
    }),
  },
)

const anyAnswer = fc.record({
  kind: fc.constant('responded' as const),
  identity: fc.constant(identity),
  identityStatus: fc.oneof(
    { weight: 12, arbitrary: fc.constant({ kind: 'new' as const }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('linked' as const), member: anyStanding }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'disconnecting' as const }) },
  ),
  evidence: anyEvidence,
  refusedItems: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.subarray([...items]) },
  ),
  underAge: seldom,
  siblingConsent: fc.boolean(),
  candidates: anyCandidates,
})

const anyRefusal = fc.record({
  kind: fc.constant('refused' as const),
  why: fc.constantFrom('denied', 'unavailable', 'grant_invalid', 'token_not_ours'),
})

export const anyVisit: Arbitrary<VisitFacts> = fc.record({
  kind: fc.constant('visit' as const),
  visitor: anyVisitor,
  provider: fc.oneof({ weight: 15, arbitrary: anyAnswer }, { weight: 1, arbitrary: anyRefusal }),
  policy: anyPolicy,
})

/** A visitor who matches the remains of an erased member. */
const anyBarredVisit: Arbitrary<VisitFacts> = fc
  .record({ visit: anyVisit, rejoinBlockedUntil: sooner })
  .map(({ visit, rejoinBlockedUntil }) =>
    visit.provider.kind === 'refused'
      ? visit
      : { ...visit, provider: { ...visit.provider, rejoinBlockedUntil } },
  )

/** Any other owner of a CI is another member. */
const anyIdentityCheck: Arbitrary<IdentityCheckFacts> = fc
  .record({
    member: anyStanding,
    owner: fc.oneof(
      fc.record({ kind: fc.constantFrom('nobody', 'self') }),
      fc.record({ kind: fc.constant('other' as const), member: anyStanding }),
    ),
  })
  .filter(({ member, owner }) => owner.kind !== 'other' || owner.member.id !== member.id)
  .map((check) => ({ kind: 'identity_check', ...check }))

export const anyFacts: Arbitrary<Facts> = fc.oneof(
  { weight: 15, arbitrary: anyVisit },
  { weight: 2, arbitrary: anyBarredVisit },
  { weight: 1, arbitrary: anyIdentityCheck },
)

/** The visit of a stranger: no session, a provider profile and a new identity. Matching starts here. */
export const strangersVisit: Arbitrary<VisitFacts & { provider: { kind: 'responded' } }> = fc.record({
  kind: fc.constant('visit' as const),
  visitor: fc.constant({ kind: 'anonymous' as const }),
  provider: anyAnswer.map((told) => ({ ...told, identityStatus: { kind: 'new' as const } })),
  policy: anyPolicy,
})

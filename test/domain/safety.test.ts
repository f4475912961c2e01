import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Evidence } from '../../lib/domain/values/evidence.ts'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import { sameName } from '../../lib/domain/values/name.ts'
import type { Candidate, Facts, VisitFacts } from '../../lib/domain/visit/facts.ts'
import type { MatchPolicy } from '../../lib/domain/visit/match-policy.ts'
import { type Match, type Outcome, type Row, rowOf } from '../../lib/domain/visit/outcome.ts'
import { runs } from '../support/runs.ts'
import { anyFacts, anyPolicy, strangersVisit } from './arbitraries.ts'
import { decided } from './decided.ts'
import { under } from './scenes.ts'
import {
  otherCi,
  provenByCode,
  sameCi,
  sharesProvenContact,
  sharesVouchedContact,
  stranger,
} from './vocabulary.ts'

const many = { numRuns: runs(10_000) }

/** The rows that a stranger reaches only by matching one certain member. */
const takenForMember: readonly Row[] = [1, 5, 6, 24]

type StrangersVisit = typeof strangersVisit extends fc.Arbitrary<infer Visit> ? Visit : never

const saying = (facts: VisitFacts, change: (evidence: Evidence) => Evidence): VisitFacts =>
  facts.provider.kind === 'responded'
    ? { ...facts, provider: { ...facts.provider, evidence: change(facts.provider.evidence) } }
    : facts

/** Only verified values block a visitor: without them, nothing does. */
function unbarred(facts: VisitFacts): VisitFacts {
  if (facts.provider.kind === 'refused') return facts
  const { rejoinBlockedUntil: _, ...provider } = facts.provider
  return { ...facts, provider }
}

/** The same values without a source that vouches. */
const distrusted = ({ ci: _, email, phone, ...evidence }: Evidence): Evidence => ({
  ...evidence,
  ...(email && { email: { ...email, trust: 'unverified' } }),
  ...(phone && { phone: { ...phone, trust: 'unverified' } }),
})

/** Only the values that a source vouches for, or once vouched for. */
const provenOnly = ({ ci, email, phone }: Evidence): Evidence => ({
  ...(ci && { ci }),
  ...(email && email.trust !== 'unverified' && { email }),
  ...(phone && phone.trust !== 'unverified' && { phone }),
})

/** The same visitor without the contacts that nobody verified. */
const verifiedOnly = ({ email, phone, ...evidence }: Evidence): Evidence => ({
  ...evidence,
  ...(email && email.trust !== 'unverified' && { email }),
  ...(phone && phone.trust !== 'unverified' && { phone }),
})

/** The same values without codes: the provider vouches for them instead. */
const uncoded = ({ email, phone, ...evidence }: Evidence): Evidence => ({
  ...evidence,
  ...(email && { email: email.trust === 'code' ? { ...email, trust: 'vouched' } : email }),
  ...(phone && { phone: phone.trust === 'code' ? { ...phone, trust: 'vouched' } : phone }),
})

/** The same member without verified values. */
const unproven = ({ ci: _, email, phone, otherEmails: __, ...member }: Candidate): Candidate => ({
  ...member,
  ...(email && { email: { ...email, worth: 'claimed' } }),
  ...(phone && { phone: { ...phone, worth: 'claimed' } }),
})

const meeting = (facts: StrangersVisit, change: (member: Candidate) => Candidate): Facts => ({
  ...facts,
  provider: { ...facts.provider, candidates: facts.provider.candidates.map(change) },
})

const hints = (outcome: Outcome): readonly Match[] => {
  if ('match' in outcome) return [outcome.match]
  return 'matches' in outcome ? outcome.matches : []
}

/** The member whom a stranger fully matches. */
function takenInFull(outcome: Outcome): MemberId | undefined {
  if (outcome.kind === 'link_confirmation_required') return outcome.match.candidate.id
  return outcome.kind === 'member_deactivated' && outcome.variant === 'matched'
    ? outcome.member.id
    : undefined
}

const isLinked = (facts: Facts): boolean =>
  facts.kind === 'visit' &&
  facts.provider.kind === 'responded' &&
  facts.provider.identityStatus.kind === 'linked'

describe('unverified values decide nothing', () => {
  test('a visitor without verified values matches no member, unless the identity is linked', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const outcome = decided(facts.kind === 'visit' ? unbarred(saying(facts, distrusted)) : facts)
        if (takenForMember.includes(outcome.row)) {
          expect(outcome.kind).toBe('signed_in')
          expect(isLinked(facts)).toBe(true)
        }
      }),
      many,
    )
  })

  test('a visitor without verified values sees nothing of any member', () => {
    fc.assert(
      fc.property(strangersVisit, (facts) => {
        for (const { shows } of hints(decided(saying(facts, distrusted)))) expect(shows).toEqual([])
      }),
      many,
    )
  })

  test('the outcome is the same whether or not any member has what nobody verified', () => {
    fc.assert(
      fc.property(strangersVisit, (facts) => {
        expect(decided(facts)).toEqual(decided(saying(facts, verifiedOnly)))
      }),
      many,
    )
  })

  test('no visitor matches a member who never verified anything', () => {
    fc.assert(
      fc.property(strangersVisit, (facts) => {
        expect(takenForMember).not.toContain(decided(meeting(facts, unproven)).row)
      }),
      many,
    )
  })

  test('no evidence signs a stranger in', () => {
    fc.assert(
      fc.property(strangersVisit, (facts) => {
        expect(['signed_in', 'linked', 'reauthenticated']).not.toContain(decided(facts).kind)
      }),
      many,
    )
  })
})

describe('no policy loosens the rules', () => {
  test('a full match requires a contact that both sides verified, a code that opens the account, or an equal CI', () => {
    fc.assert(
      fc.property(strangersVisit, (facts) => {
        const outcome = decided(facts)
        const id = takenInFull(outcome)
        if (id === undefined) return
        const { evidence, candidates } = facts.provider
        const member = candidates.find((candidate) => candidate.id === id)
        if (member === undefined) throw new Error('the outcome names a member whom nobody found')
        const byContact = sharesVouchedContact(evidence, member) && !otherCi(evidence, member)
        const byCode = provenByCode(evidence, member)
        expect(sameCi(evidence, member) || byContact || byCode).toBe(true)
      }),
      many,
    )
  })

  test('a policy that accepts a name, or nothing, gives a full match only by CI or by a code', () => {
    const unsound = fc.constantFrom<MatchPolicy['full'][]>(['name'], [])
    fc.assert(
      fc.property(strangersVisit, unsound, (facts, full) => {
        const outcome = decided(saying(under({ full }, facts), ({ ci: _, ...evidence }) => uncoded(evidence)))
        expect([5, 6]).not.toContain(outcome.row)
      }),
      many,
    )
  })

  test('a name and a birth date alone are never a full match and show nothing', () => {
    const nameless = ({ email: _, phone: __, ci: ___, ...rest }: Evidence): Evidence => rest
    fc.assert(
      fc.property(strangersVisit, (facts) => {
        const outcome = decided(saying(facts, nameless))
        expect(takenForMember).not.toContain(outcome.row)
        for (const { shows } of hints(outcome)) expect(shows).toEqual([])
      }),
      many,
    )
  })

  test('a policy decides neither the sign-in nor the rejoin block', () => {
    fc.assert(
      fc.property(anyFacts, anyPolicy, (facts, policy) => {
        if (facts.kind !== 'visit') return
        const here = decided(facts)
        const there = decided({ ...facts, policy })
        const settled = (outcome: Outcome) =>
          stranger(facts) === undefined || rowOf(outcome) === 24 ? outcome : undefined
        expect(settled(there)).toEqual(settled(here))
      }),
      many,
    )
  })

  test('continuing as new is refused exactly when a matched member has the same CI', () => {
    fc.assert(
      fc.property(strangersVisit, (facts) => {
        const outcome = decided(facts)
        if (!('mayRegister' in outcome)) return
        const samePerson = hints(outcome).some(({ candidate }) => sameCi(facts.provider.evidence, candidate))
        expect(outcome.mayRegister).toBe(!samePerson)
      }),
      many,
    )
  })
})

describe('only proven values show anything', () => {
  test('a hint shows equal values that the visitor’s provider verified', () => {
    fc.assert(
      fc.property(strangersVisit, (facts) => {
        const { evidence } = facts.provider
        for (const { candidate, shows } of hints(decided(facts))) {
          for (const contact of ['email', 'phone'] as const) {
            if (!shows.includes(contact)) continue
            expect(evidence[contact]?.value).toBe(candidate[contact]?.value)
            expect(evidence[contact]?.trust).not.toBe('unverified')
          }
          if (!shows.includes('name')) continue
          expect(sameName(evidence.name, candidate.name)).toBe(true)
          expect(shows.length > 1 || sameCi(evidence, candidate)).toBe(true)
        }
      }),
      many,
    )
  })

  test('a hint of an inactive member shows the same as a hint of an active member', () => {
    fc.assert(
      fc.property(strangersVisit, fc.constantFrom('deactivated', 'suspended'), (facts, status) => {
        const active = decided(meeting(facts, (member) => ({ ...member, status: 'active' })))
        const paused = decided(meeting(facts, (member) => ({ ...member, status })))
        if (active.kind !== 'link_proof_required') return
        const told = (outcome: Outcome) => hints(outcome).map(({ candidate, shows }) => [candidate.id, shows])
        expect(paused.kind).toBe('link_proof_required')
        expect(told(paused)).toEqual(told(active))
      }),
      many,
    )
  })

  test('only proven values reveal a rejoin block', () => {
    fc.assert(
      fc.property(strangersVisit, (facts) => {
        const proven = decided(saying(facts, provenOnly))
        const outcome = decided(facts)
        expect(outcome.row === 24).toBe(proven.row === 24)
        if (outcome.kind !== 'rejoin_not_allowed_yet') return
        expect(outcome).toEqual(proven)
        const { evidence, candidates } = facts.provider
        const former = candidates.filter(
          (member) => sameCi(evidence, member) || sharesProvenContact(evidence, member),
        )
        expect(former.map(({ rejoinFrom }) => rejoinFrom)).toContainEqual(outcome.rejoinFrom)
      }),
      many,
    )
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../support/runs.ts'
import { anyCandidate, anyFacts, strangersVisit } from '../arbitraries.ts'
import { decided } from '../decided.ts'
import { rowsThatHold } from '../rows.ts'
import { provenByCode } from '../vocabulary.ts'

test('for any facts exactly one row of the table holds, and classify names that row', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      expect(rowsThatHold(facts)).toEqual([decided(facts).row])
    }),
    { numRuns: runs(20_000) },
  )
})

test('the facts of these tests reach every row', () => {
  const reached = new Set(fc.sample(anyFacts, { numRuns: 5_000, seed: 1 }).flatMap(rowsThatHold))
  expect([...reached].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, n) => n + 1))
})

test('the order of the members changes no outcome', () => {
  fc.assert(
    fc.property(strangersVisit, (facts) => {
      const turned = { ...facts.provider, candidates: facts.provider.candidates.toReversed() }
      expect(decided({ ...facts, provider: turned }).row).toBe(decided(facts).row)
    }),
    { numRuns: runs(2_000) },
  )
})

test('withdrawn members who may rejoin, and merged members, change no outcome, unless a code proves the visitor to be one who withdrew', () => {
  const gone = fc
    .tuple(anyCandidate, fc.constantFrom('withdrawn', 'merged'))
    .map(([{ rejoinFrom: _, ...member }, status]) => ({ ...member, status }))
  fc.assert(
    fc.property(strangersVisit, gone, (facts, member) => {
      const more = { ...facts.provider, candidates: [...facts.provider.candidates, member] }
      const outcome = decided({ ...facts, provider: more })
      const left = more.candidates.filter(({ status }) => status === 'withdrawn')
      const isProven = left.some((one) => provenByCode(facts.provider.evidence, one))
      if (outcome.kind === 'member_withdrawn') expect(isProven).toBe(true)
      else expect(outcome).toEqual(decided(facts))
    }),
    { numRuns: runs(2_000) },
  )
})

test('classify does not change its facts', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const before = structuredClone(facts)
      expect(decided(facts)).toEqual(decided(facts))
      expect(facts).toEqual(before)
    }),
    { numRuns: runs(2_000) },
  )
})

import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { isVisitOutcome, type NextStep, nextStep } from '../../../lib/domain/visit/action.ts'
import { classify } from '../../../lib/domain/visit/classify.ts'
import { anyVisit } from '../arbitraries.ts'
import { identityCheck } from '../scenes.ts'

/** What each row asks for; a row that is refused changes nothing. */
const stepOfRow: Readonly<Record<number, readonly NextStep['kind'][]>> = {
  1: ['enter'],
  2: ['refuse'],
  3: ['refuse'],
  4: ['end'],
  5: ['wait'],
  6: ['wait'],
  7: ['wait'],
  8: ['wait'],
  9: ['wait'],
  10: ['wait'],
  11: ['wait'],
  12: ['wait'],
  13: ['end'],
  14: ['add'],
  15: ['already'],
  16: ['merge', 'refuse'],
  17: ['reauthenticate'],
  18: ['end', 'refuse'],
  19: ['refuse'],
  20: ['refuse'],
  23: ['refuse'],
  24: ['end'],
  25: ['refuse'],
}

describe('what is done after a visit', () => {
  it('follows from its row', () => {
    fc.assert(
      fc.property(anyVisit, (facts) => {
        const outcome = classify(facts)
        if (!isVisitOutcome(outcome)) throw new Error('a visit has the outcome of an identity check')
        expect(stepOfRow[outcome.row]).toContain(nextStep(outcome).kind)
      }),
      { numRuns: 500 },
    )
  })

  it('ends nothing at the provider for whoever is linked to a member', () => {
    fc.assert(
      fc.property(anyVisit, (facts) => {
        const outcome = classify(facts)
        fc.pre(isVisitOutcome(outcome) && nextStep(outcome).kind === 'end')
        expect(facts.provider).toMatchObject({ kind: 'answered', standing: { kind: 'new' } })
      }),
      { numRuns: 500 },
    )
  })
})

test('an identity check that is verified is no outcome of a visit', () => {
  expect(isVisitOutcome(classify(identityCheck('active', { kind: 'nobody' })))).toBe(false)
})

import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { actionFor, isVisitOutcome, type VisitAction } from '../../../lib/domain/visit/action.ts'
import { classify } from '../../../lib/domain/visit/classify.ts'
import { rowOf } from '../../../lib/domain/visit/outcome.ts'
import { anyVisit } from '../arbitraries.ts'
import { identityCheck } from '../scenes.ts'

/** The action of each row. A refused row changes nothing. */
const stepOfRow: Readonly<Record<number, readonly VisitAction['kind'][]>> = {
  1: ['sign_in'],
  2: ['refuse'],
  3: ['refuse'],
  4: ['disconnect_and_refuse'],
  5: ['keep_pending'],
  6: ['keep_pending'],
  7: ['keep_pending'],
  8: ['keep_pending'],
  9: ['keep_pending'],
  10: ['keep_pending'],
  11: ['keep_pending'],
  12: ['keep_pending'],
  13: ['disconnect_and_refuse'],
  14: ['link'],
  15: ['already_linked'],
  16: ['merge', 'refuse'],
  17: ['reauthenticate'],
  18: ['disconnect_and_refuse', 'refuse'],
  19: ['refuse'],
  20: ['refuse'],
  23: ['refuse'],
  24: ['disconnect_and_refuse'],
  25: ['refuse'],
}

describe('the action after a visit', () => {
  it('follows from its row', () => {
    fc.assert(
      fc.property(anyVisit, (facts) => {
        const outcome = classify(facts)
        if (!isVisitOutcome(outcome)) throw new Error('a visit has the outcome of an identity check')
        expect(stepOfRow[rowOf(outcome)]).toContain(actionFor(outcome).kind)
      }),
      { numRuns: 500 },
    )
  })

  it('never disconnects a linked identity at the provider', () => {
    fc.assert(
      fc.property(anyVisit, (facts) => {
        const outcome = classify(facts)
        fc.pre(isVisitOutcome(outcome) && actionFor(outcome).kind === 'disconnect_and_refuse')
        expect(facts.provider).toMatchObject({ kind: 'responded', identityStatus: { kind: 'new' } })
      }),
      { numRuns: 500 },
    )
  })
})

test('a verified identity check is no outcome of a visit', () => {
  expect(isVisitOutcome(classify(identityCheck('active', { kind: 'nobody' })))).toBe(false)
})

import { expect, it } from 'vitest'
import { limits } from '../../../lib/domain/limits/fixed-limits.ts'
import { defaultLimits, limitsOf } from '../../../lib/domain/limits/stage-limits.ts'
import { maxCodeAttempts } from '../../../lib/domain/values/verification.ts'

const stage = limitsOf(defaultLimits)

it('no two limits share a counter', () => {
  const names = [...Object.values(limits), ...Object.values(stage)].map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

it('an address gets fewer than a hundred attempts at codes for one purpose before pauses begin, from all sources', () => {
  expect(stage.codes.max * maxCodeAttempts).toBeLessThan(100)
})

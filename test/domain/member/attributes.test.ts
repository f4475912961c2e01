import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AttributeRules,
  checkAttributes,
  mergedAttributes,
  requiredAttributes,
} from '../../../lib/domain/member/attributes.ts'
import { Problem } from '../../../lib/domain/values/problem.ts'

const anything: AttributeRules = { required: ['one', 'two'], uploads: [], faults: () => [] }
const nothing: AttributeRules = {
  ...anything,
  faults: () => [{ pointer: '/attributes/x', detail: { ko: '아님', en: 'no' } }],
}

describe('attributes', () => {
  it('are named in `missing` with their path', () => {
    expect(requiredAttributes(anything)).toEqual(['attributes.one', 'attributes.two'])
  })

  it('are refused with every fault of the schema, and accepted without a schema', () => {
    expect(checkAttributes(anything, { a: 1 })).toEqual({ a: 1 })
    expect(() => checkAttributes(nothing, { a: 1 })).toThrow(Problem)
  })

  it('above 8 KB are refused, counted in bytes', () => {
    const of = (length: number) => () => checkAttributes(anything, { a: '가'.repeat(length) })
    expect(of(2700)).not.toThrow()
    expect(of(2731)).toThrow(Problem)
  })
})

describe('changed attributes', () => {
  const object = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.oneof(fc.integer(), fc.constant(null)))

  it('keep unnamed values, take new values, and lose values that are null', () => {
    expect(mergedAttributes({ a: 1, b: { c: 1 }, d: 1 }, { b: { e: 2 }, d: null })).toEqual({
      a: 1,
      b: { e: 2 },
    })
  })

  it('are the same after a repeated change, and never hold null', () => {
    fc.assert(
      fc.property(object, object, (before, change) => {
        const once = mergedAttributes(before, change)
        expect(mergedAttributes(once, change)).toEqual(once)
        expect(Object.values(once)).not.toContain(null)
      }),
    )
  })
})

import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemOf, itemText } from '../../../lib/aws/items/item-json.ts'

/* Items become the JSON that they become by the SDK, and are read as by the SDK. */

const options = { removeUndefinedValues: true }

/** What was made, or that it was refused. */
function outcomeOf(make: () => unknown): unknown {
  try {
    return { made: make() }
  } catch (error) {
    return { refused: error instanceof Error ? error.message : error }
  }
}

class Made {
  readonly a = 1
}

const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('PK', 'S', 'N', 'M', 'toString'),
)
const values = fc.letrec<{ readonly value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.double(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constantFrom(
      null,
      undefined,
      -0,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      2 ** 53,
      -(2 ** 53),
      10n ** 30n,
      '',
    ),
    fc.constantFrom(new Set(), new Made(), () => 1, Symbol.iterator, new Date(0), Object(1), Object('text')),
    fc.array(fc.string()).map((all) => new Set(all)),
    fc.array(fc.integer()).map((all) => new Set(all)),
    fc.array(fc.oneof(fc.string(), fc.constant(undefined))).map((all) => new Set(all)),
    fc.array(tie('value')),
    fc.dictionary(name, tie('value')),
    fc.dictionary(name, tie('value')).map((all) => new Map(Object.entries(all))),
  ),
})).value
const items = fc.dictionary(name, values)

describe('an item', () => {
  it('is written as by the SDK, or refused as by the SDK', () => {
    const both = fc.property(items, (item) => {
      const ours = outcomeOf(() => JSON.parse(itemText(item)))
      expect(ours).toEqual(outcomeOf(() => JSON.parse(JSON.stringify(marshall(item, options)))))
    })
    fc.assert(both, { numRuns: 2000 })
  })

  it('that was written is read as by the SDK', () => {
    const both = fc.property(items, (item) => {
      const text = outcomeOf(() => JSON.stringify(marshall(item, options)))
      const wire = JSON.parse(Object(text).made ?? '{}')
      expect(itemOf(wire)).toEqual(unmarshall(wire))
    })
    fc.assert(both, { numRuns: 2000 })
  })

  it.each([
    { a: { N: '9007199254740993' } },
    { a: { N: '-1e-7' } },
    { a: { N: '1E+40' } },
    { a: { N: 'x' } },
    { a: { NS: ['1', '2'] } },
    { a: { SS: ['a', 'b'] } },
    { a: { NULL: true } },
    { a: { L: [{ M: {} }, { S: '' }, { BOOL: false }] } },
    { a: {} },
    { a: { Z: '1' } },
    { a: { S: undefined, N: '1' } },
  ])('of a response is read as by the SDK, or refused: %j', (wire) => {
    const theirs = outcomeOf(() => unmarshall(Object(wire)))
    const ours = outcomeOf(() => itemOf(wire))
    if (typeof theirs === 'object' && theirs !== null && 'refused' in theirs)
      expect(ours).toHaveProperty('refused')
    else expect(ours).toEqual(theirs)
  })

  it('keeps a field that is named like the prototype', () => {
    const item = itemOf(JSON.parse('{"__proto__":{"M":{"a":{"S":"b"}}}}'))
    expect(Object.keys(item)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(item)).toBe(Object.prototype)
    expect(itemText(item)).toBe('{"__proto__":{"M":{"a":{"S":"b"}}}}')
  })
})

import fc from 'fast-check'
import { parse } from 'lossless-json'
import { describe, expect, test } from 'vitest'
import { parseStrictly } from '../../lib/json/strict-json.ts'

const digitsOf = (digits: string): string => `number ${digits}`

/** What a parser gives, or that it throws. */
function resultOf(read: () => unknown): unknown {
  try {
    return { value: read() }
  } catch {
    return 'refused'
  }
}

/** JSON as text, in which names may be repeated, and white space and escapes stand anywhere. */
const space = fc.constantFrom('', ' ', '\n', '\t ')
const word = fc.constantFrom(
  'a',
  'b',
  '\\u0061',
  ':',
  '\\"',
  '\\\\',
  '{"a":1}',
  '__proto__',
  'constructor',
  '',
  '가',
)
const { json } = fc.letrec<{ json: string; object: string; array: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    word.map((text) => `"${text}"`),
    fc.constantFrom('1', '-0', '1e400', '1.50', '12345678901234567890', 'true', 'false', 'null'),
  ),
  object: fc
    .array(fc.tuple(word, tie('json'), space), { maxLength: 4 })
    .map((parts) => `{${parts.map(([name, value, gap]) => `${gap}"${name}"${gap}:${gap}${value}`).join()}}`),
  array: fc.array(tie('json'), { maxLength: 3 }).map((parts) => `[ ${parts.join(' , ')}]`),
  json: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('object'), tie('array')),
}))

describe('strict JSON', () => {
  test('is read as by a parser that refuses what is repeated with two values, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(json, fc.json(), fc.string()), (text) => {
        expect(resultOf(() => parseStrictly(text, digitsOf))).toEqual(
          resultOf(() => parse(text, undefined, digitsOf)),
        )
        expect(resultOf(() => parseStrictly(text))).toEqual(resultOf(() => parse(text, undefined, Number)))
      }),
      { numRuns: 2_000 },
    )
  })

  test.each(['{"a":1,"a":2}', '[{"a":{"b":1,"b":2}}]', '{"a":1,"\\u0061":2}', '{"a":{"b":1},"a":{}}'])(
    'is refused when it says two things under one name: %s',
    (text) => expect(() => parseStrictly(text, Number)).toThrow(),
  )

  test('may repeat what it says', () => {
    expect(parseStrictly('{"a":[1],"a":[1]}', Number)).toEqual({ a: [1] })
  })

  test('keeps the digits of every number', () => {
    expect(parseStrictly('{"a":[12345678901234567890,1.50]}', String)).toEqual({
      a: ['12345678901234567890', '1.50'],
    })
  })
})

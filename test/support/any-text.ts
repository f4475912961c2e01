import fc from 'fast-check'

const surrogates = { from: 0xd800, count: 0x800 }

const codePointAt = (index: number): string =>
  String.fromCodePoint(index < surrogates.from ? index : index + surrogates.count)

function indexOf(text: unknown): number {
  const [character, ...others] = typeof text === 'string' ? text : ''
  const code = character?.codePointAt(0)
  if (code === undefined || others.length > 0) throw new Error('not one code point')
  return code < surrogates.from ? code : code - surrogates.count
}

/**
 * Any code point of Unicode, as the `unit` of `fc.string`. The unit `binary` of fast-check means the same, but its
 * first use in a worker builds a map of all million code points, for a second and a hundred megabytes.
 */
export const codePoint: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10ffff - surrogates.count })
  .map(codePointAt, indexOf)

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameKey, personNameOf, sameName } from '../../../lib/domain/values/name.ts'
import { codePoint } from '../../support/any-text.ts'
import { runs } from '../../support/runs.ts'

describe('two spellings of one name are the same name', () => {
  test.each([
    ['김하늘', '김 하늘'],
    ['김하늘', ' 김\u3000하늘\t'],
    ['김하늘', '김\u00a0하늘\n'],
    ['김하늘', '김하늘'.normalize('NFD')],
    ['Dana Kim', 'DANA KIM'],
    ['Dana Kim', 'danakim'],
    ['Dana Kim', 'Ｄａｎａ　Ｋｉｍ'],
    ['José', 'jose\u0301'],
    ['カナ', 'ｶﾅ'],
    ['ΝΙΚΟΣ', 'νικος'],
    ['Straße', 'STRASSE'],
    ['Νικος Α', 'ΝΙΚΟΣ Α'],
    ['김하늘', '김\u3164하\u200b늘\ufe0f'],
    ['김하늘', '\u00ad김\u034f하\u1160늘'],
  ])('%s, %s', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other))
    expect(sameName(one, other)).toBe(true)
    expect(sameName(other, one)).toBe(true)
  })
})

describe('other names stay other names', () => {
  test.each([
    ['김하늘', '김하눌'],
    ['김하늘', '하늘'],
    ['Dana', 'Dаna'],
    ['Jose', 'José'],
    ['Dana Kim', 'Kim Dana'],
    ['Kim', 'Kım'],
  ])('%s, %s', (one, other) => {
    expect(sameName(one, other)).toBe(false)
  })
})

test.each([
  ['two missing names', undefined, undefined],
  ['a missing name and a name', undefined, '김하늘'],
  ['a name and a missing name', '김하늘', undefined],
  ['two empty names', '', ''],
  ['two names of spaces', ' ', '\u3000\t'],
  ['two names of fillers', '\u3164', '\u3164'],
])('%s are not the same name', (_what, one, other) => {
  expect(sameName(one, other)).toBe(false)
})

test.each(['e \u0301', '\u1100 \u1161', 'ÅΣ Σ', 'İ', 'ﬃ ㎏ ½', '\u1e9e'])(
  'the key of %s is the name itself',
  (name) => {
    expect(nameKey(nameKey(name))).toBe(nameKey(name))
  },
)

describe('a written name', () => {
  test.each([
    [' 김하늘\u3164', '김하늘'],
    ['김하늘'.normalize('NFD'), '김하늘'],
    ['سید\u200cعلی', 'سید\u200cعلی'],
    ['😀'.repeat(50), '😀'.repeat(50)],
  ])('like %j is kept as %j', (written, name) => {
    expect(personNameOf(written)).toBe(name)
  })

  test.each(['', '\u3164', '\u2800\u0301', '김\n하늘', '김\u202e하늘', '김\u2028하늘', '김'.repeat(51)])(
    'like %j is none',
    (written) => {
      expect(personNameOf(written)).toBeUndefined()
    },
  )
})

const anyName = fc.string({ unit: codePoint })

test('the key of a key is that key', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      expect(nameKey(nameKey(name))).toBe(nameKey(name))
    }),
    { numRuns: runs(50_000) },
  )
})

test('spaces, composition and width never separate two spellings of a name', () => {
  const space = fc.constantFrom(' ', '\u3000', '\u00a0', '\t')
  const parts = fc.array(fc.constantFrom('김', '하', '늘', 'D', 'a', 'ñ', 'é'), { minLength: 1 })
  const form = fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD')
  fc.assert(
    fc.property(parts, space, form, (letters, between, normalForm) => {
      expect(sameName(letters.join(''), letters.join(between).normalize(normalForm))).toBe(true)
    }),
    { numRuns: runs(2_000) },
  )
})

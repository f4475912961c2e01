import fc from 'fast-check'
import { getCountries, getExampleNumber } from 'libphonenumber-js/mobile'
import examples from 'libphonenumber-js/mobile/examples'
import { describe, expect, test } from 'vitest'
import { parsePhone } from '../../lib/contacts/phone.ts'
import { codePoint } from '../support/any-text.ts'
import { runs } from '../support/runs.ts'

describe('one mobile number has one normal form', () => {
  test.each([
    '010-1234-5678',
    '01012345678',
    '1012345678',
    '010 1234 5678',
    '010.1234.5678',
    '(010)1234 5678',
    '+821012345678',
    '+82 10-1234-5678',
    '+82 010-1234-5678',
    '+82 010 1234 5678',
    '+82 0 10 1234 5678',
    '+82(0)10-1234-5678',
    '82-10-1234-5678',
    '821012345678',
    '0082 10 1234 5678',
    '00-82-10-1234-5678',
    '0082 010 1234 5678',
    '０１０１２３４５６７８',
    '０１０－１２３４－５６７８',
    '＋８２１０１２３４５６７８',
    '010‑1234‑5678',
    '010–1234–5678',
    '010\u00a01234\u00a05678',
    ' 010-1234-5678 ',
  ])('%s', (written) => {
    expect(parsePhone(written, 'KR')).toBe('+821012345678')
  })

  test.each([
    ['+82 10-1234-5678', '+821012345678'],
    ['+82 11 234 5678', '+82112345678'],
    ['+81 90-1234-5678', '+819012345678'],
    ['+44 07911 123456', '+447911123456'],
    ['+1 650 253 0000', '+16502530000'],
    ['+20 10 1234 5678', '+201012345678'],
  ])('%s is valid without a country', (written, normal) => {
    expect(parsePhone(written)).toBe(normal)
  })

  test.each(['010-1234-5678', '82-10-1234-5678', '0082 10 1234 5678', '821012345678'])(
    '%s is invalid without a country',
    (written) => {
      expect(parsePhone(written)).toBeUndefined()
    },
  )
})

describe('anything that is not plainly one mobile number is refused', () => {
  test.each([
    ['an extension', '+8201012345678x5'],
    ['an extension in words', '010-1234-5678 ext. 5'],
    ['an extension in RFC 3966', '+82-10-1234-5678;ext=5'],
    ['a pause', '010-1234-5678,5'],
    ['a telephone link', 'tel:+821012345678'],
    ['seven digits behind 010', '010-1234-567'],
    ['seven digits behind 010, grouped', '010-123-4567'],
    ['nine digits behind 010', '010-1234-56789'],
    ['a landline in Seoul', '02-312-3456'],
    ['a landline in Seoul from abroad', '+82 2 312 3456'],
    ['a landline that looks like a mobile', '02-1012-3456'],
    ['an internet telephone', '070-1234-5678'],
    ['a personal number', '0505-123-4567'],
    ['a service number', '1588-1234'],
    ['a premium number', '060-700-1234'],
    ['an emergency number', '112'],
    ['a mobile number behind the wrong country', '+1 010-1234-5678'],
    ['two country codes', '+82 82 10 1234 5678'],
    ['a plus sign inside', '+82+821012345678'],
    ['two plus signs', '++821012345678'],
    ['a landline in London', '+44 20 7946 0958'],
    ['a free number', '+1 800 555 0199'],
    ['a satellite telephone', '+870 773 111 111'],
    ['an internet telephone of no country', '+883 510 012 345 678'],
    ['a carrier and Egypt', '002 20 10 1234 5678'],
    ['zeros and Egypt', '0020 10 1234 5678'],
    ['Arabic digits', '٠١٠١٢٣٤٥٦٧٨'],
    ['superscript digits', '010-1234-567⁸'],
    ['letters', '010-CALL-NOW'],
    ['a text with a number in it', 'call 010-1234-5678'],
    ['two numbers', '010-1234-5678/010-8765-4321'],
    ['an invisible character', '010\u200b12345678'],
    ['a direction mark', '\u202a010-1234-5678\u202c'],
    ['NUL', '01012345678\0'],
    ['a line break', '01012345678\n'],
    ['a plus sign alone', '+'],
    ['nothing', ''],
    ['more separators than anybody types', `010${' '.repeat(40)}12345678`],
    ['far too much', '1'.repeat(100_000)],
  ])('%s', (_what, written) => {
    expect(parsePhone(written, 'KR')).toBeUndefined()
  })

  test.each([undefined, null, 1012345678, 821012345678n, {}, ['+821012345678'], new String('+821012345678')])(
    'a value that is not text: %s',
    (value) => {
      expect(parsePhone(value, 'KR')).toBeUndefined()
    },
  )
})

const separator = fc.constantFrom('', '', '-', ' ', '.', '\u2013')
const korean = fc.stringMatching(/^\d{8}$/)

test('every spelling of a Korean mobile number gives that number', () => {
  const prefix = fc.constantFrom('010', '+8210', '+82010', '+82 10', '+82(0)10', '8210', '008210', '0082-10')
  fc.assert(
    fc.property(prefix, separator, separator, korean, fc.boolean(), (start, first, second, digits, wide) => {
      const written = `${start}${first}${digits.slice(0, 4)}${second}${digits.slice(4)}`
      const widened = written.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
      expect(parsePhone(wide ? widened : written, 'KR')).toBe(`+8210${digits}`)
    }),
    { numRuns: runs(20_000) },
  )
})

const anyNumber = fc.oneof(
  fc.stringMatching(/^\+?[0-9 ().-]{5,20}$/),
  fc.stringMatching(/^(\+|00)?82[- ]?0?1[0-9][- ]?[0-9]{3,4}[- ]?[0-9]{4}$/),
  fc.stringMatching(/^\+[1-9][0-9]{8,13}$/),
  fc.string({ unit: codePoint }),
)

test('a normal form is its own normal form, with and without a country', () => {
  fc.assert(
    fc.property(anyNumber, (text) => {
      const phone = parsePhone(text, 'KR')
      if (phone === undefined) return
      expect(phone).toMatch(/^\+[1-9]\d{6,14}$/)
      expect(parsePhone(phone)).toBe(phone)
      expect(parsePhone(phone, 'KR')).toBe(phone)
    }),
    { numRuns: runs(50_000) },
  )
})

test('an international number means the same with and without a country', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+[1-9][0-9 -]{7,15}$/), (text) => {
      expect(parsePhone(text, 'KR')).toBe(parsePhone(text))
    }),
    { numRuns: runs(20_000) },
  )
})

test('the digits of a normal form are the typed digits, except for a country code or a trunk zero', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^0?1[0-9][- ]?[0-9]{3,4}[- ]?[0-9]{4}$/), (text) => {
      const phone = parsePhone(text, 'KR')
      if (phone !== undefined) expect(phone).toBe(`+82${text.replace(/\D/g, '').replace(/^0/, '')}`)
    }),
    { numRuns: runs(10_000) },
  )
})

test('the mobile numbers of other countries are valid, and stay unchanged', () => {
  const numbers = getCountries().flatMap((country) => getExampleNumber(country, examples)?.number ?? [])
  expect(numbers.length).toBeGreaterThan(200)
  // Tristan da Cunha, where 300 people share the four-digit range of their landlines.
  expect(numbers.filter((number) => parsePhone(number) !== number)).toEqual(['+2908999'])
})

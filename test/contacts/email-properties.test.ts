import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseEmail } from '../../lib/contacts/email.ts'
import { codePoint } from '../support/any-text.ts'
import { runs } from '../support/runs.ts'

/** Text that is often an address, and otherwise almost one. */
const nearlyAddress = fc
  .tuple(
    fc.oneof(
      fc.constantFrom('dana', 'D.ana', 'da..na', 'dana+1', 'mıke', 'a%b'),
      fc.string({ unit: 'grapheme' }),
    ),
    fc.constantFrom('@', '@', '@', '＠', '@@', ''),
    fc.oneof(
      fc.domain(),
      fc.constantFrom(
        'X.com',
        'gmaıl.com',
        'xn--gmal-nza.com',
        '한국.kr',
        'ｘ.com',
        'x.com.',
        '127.1',
        'K.com',
      ),
      fc.string({ unit: 'grapheme' }).map((label) => `${label}.com`),
      fc.string({ unit: codePoint }).map((label) => `xn--${label}.com`),
      fc.stringMatching(/^xn--[a-z0-9-]{1,12}$/).map((label) => `${label}.com`),
    ),
  )
  .map((parts) => parts.join(''))

const anyText = fc.oneof(nearlyAddress, nearlyAddress, fc.emailAddress(), fc.string({ unit: codePoint }))

test('a normal form is its own normal form', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const email = parseEmail(text)
      if (email !== undefined) expect(parseEmail(email)).toBe(email)
    }),
    { numRuns: runs(100_000) },
  )
})

test('a normal form is plain ASCII in lower case with one at sign and a dotted domain', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const email = parseEmail(text)
      if (email !== undefined) expect(email).toMatch(/^[\x21-\x3f\x5b-\x7e]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/)
    }),
    { numRuns: runs(20_000) },
  )
})

test('letter case never separates two spellings of an address', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (address) => {
      expect(parseEmail(address.toUpperCase())).toBe(parseEmail(address.toLowerCase()))
    }),
    { numRuns: runs(10_000) },
  )
})

test('an ASCII address equals only its own letter cases', () => {
  const ascii = fc.oneof(fc.emailAddress(), fc.stringMatching(/^[A-Za-z.+]{1,4}@[A-Za-z.]{1,4}\.com$/))
  fc.assert(
    fc.property(ascii, ascii, (one, other) => {
      const [first, second] = [parseEmail(one), parseEmail(other)]
      if (first === undefined || second === undefined) return
      expect(first === second).toBe(one.toLowerCase() === other.toLowerCase())
    }),
    { numRuns: runs(20_000) },
  )
})

test('one foreign character anywhere in an address never gives that address', () => {
  const victim = 'victim@kakao.com'
  const foreign = fc.string({ unit: codePoint, minLength: 1, maxLength: 1 }).filter((c) => c > '\u007f')
  fc.assert(
    fc.property(foreign, fc.nat(victim.length), fc.boolean(), (character, at, replaces) => {
      const spelling = victim.slice(0, at) + character + victim.slice(replaces ? at + 1 : at)
      expect(parseEmail(spelling)).not.toBe(victim)
    }),
    { numRuns: runs(100_000) },
  )
})

test('long hostile text is refused quickly', () => {
  const hostile = ['a.'.repeat(50_000), `${'a'.repeat(200)}@${'a-'.repeat(20)}`, `a@${'a.'.repeat(120)}!`]
  const begin = performance.now()
  for (const text of hostile) expect(parseEmail(text)).toBeUndefined()
  expect(performance.now() - begin).toBeLessThan(100)
})

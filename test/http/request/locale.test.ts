import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localeOf } from '../../../lib/http/request/locale.ts'

describe('the language of a response', () => {
  it.each([
    [undefined, 'ko'],
    ['', 'ko'],
    ['*', 'ko'],
    ['fr-FR, de', 'ko'],
    ['ko', 'ko'],
    ['ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'],
    ['en', 'en'],
    ['EN-gb', 'en'],
    ['en-US,en;q=0.9', 'en'],
    ['en-US,en;q=0.9,ko;q=0.8', 'en'],
    ['en;q=0.5, ko;q=0.9', 'ko'],
    ['fr, en;q=0.5', 'en'],
    ['ko;q=0, en;q=0.1', 'en'],
    ['en;q=0', 'ko'],
    ['en;q=0.000, ko;q=0.001', 'ko'],
    // Of two equal wishes, the first one wins.
    ['en, ko', 'en'],
    ['ko, en', 'ko'],
    ['de, ko, en', 'ko'],
    ['english', 'ko'],
    ['en_US', 'ko'],
  ])('for %s is %s', (header, locale) => {
    expect(localeOf(header)).toBe(locale)
  })

  it('is one of two for any header, of any length', () => {
    fc.assert(fc.property(fc.string(), (header) => ['ko', 'en'].includes(localeOf(header))))
    expect(localeOf(`${'fr, '.repeat(100_000)}en`)).toBe('ko')
  })
})

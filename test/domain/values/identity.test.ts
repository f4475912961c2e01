import { describe, expect, test } from 'vitest'
import {
  type Identity,
  isProviderId,
  isSubject,
  providerIds,
  sameIdentity,
} from '../../../lib/domain/values/identity.ts'
import { identity } from '../scenes.ts'

describe('a subject', () => {
  test.each([
    '1',
    '3716483821',
    '18446744073709551615',
    '001234.5f3c1b2a4d6e8f90.1234',
    'Ubf3c6d2a',
    'zero0',
    'nullable',
    '!~',
    'x'.repeat(255),
  ])('can be %s', (value) => {
    expect(isSubject(value)).toBe(true)
  })

  test.each([
    ['nothing', ''],
    ['a space', ' '],
    ['an inner space', 'a b'],
    ['a leading space', ' 1'],
    ['a line break at its end', '1\n'],
    ['NUL', '1\0'],
    ['text beyond ASCII', '일'],
    ['full-width digits', '１２３'],
    ['256 characters', 'x'.repeat(256)],
    ['the text of a missing value', 'null'],
    ['the text of an undefined value', 'undefined'],
    ['the text of no number', 'NaN'],
    ['the text of an object', '[object Object]'],
    ['the text of a truth', 'true'],
    ['the text of a falsehood', 'false'],
    ['zero', '0'],
    ['several zeros', '000'],
    ['a number', 3716483821],
    ['the number zero', 0],
    ['no number', Number.NaN],
    ['a large integer', 18446744073709551615n],
    ['null', null],
    ['undefined', undefined],
    ['an object', {}],
    ['a list', ['1']],
    ['a boxed text', new String('1')],
  ])('is never %s', (_what, value) => {
    expect(isSubject(value)).toBe(false)
  })
})

describe('two identities', () => {
  const alike = (subject: string): Identity | undefined =>
    isSubject(subject) ? { ...identity, subject } : undefined

  test('are the same with the same provider and subject', () => {
    expect(sameIdentity(identity, { ...identity })).toBe(true)
  })

  test.each(['37164838210', '3716483822', '03716483821', '3716483821.0'])(
    'differ by the subject %s',
    (subject) => {
      const other = alike(subject)
      if (other === undefined) throw new Error('the subject is refused')
      expect(sameIdentity(identity, other)).toBe(false)
    },
  )

  test('differ by the letter case of the subject', () => {
    const [upper, lower] = [alike('Uabc'), alike('uabc')]
    if (upper === undefined || lower === undefined) throw new Error('the subject is refused')
    expect(sameIdentity(upper, lower)).toBe(false)
  })

  test.each(providerIds)('differ unless both are at %s', (provider) => {
    expect(sameIdentity(identity, { ...identity, provider })).toBe(provider === identity.provider)
  })
})

test('a provider is one of the supported ids, spelled exactly', () => {
  expect(providerIds.filter(isProviderId)).toEqual(providerIds)
  for (const value of ['Kakao', 'kakao ', '', 'myspace', '__proto__', 0, null, undefined, ['kakao']]) {
    expect(isProviderId(value)).toBe(false)
  }
})

import { describe, expect, it } from 'vitest'
import { missingByAddressFault, missingItemFault } from '../../../lib/domain/sign-up/required-item.ts'
import { items } from '../../../lib/domain/values/evidence.ts'

describe('the fault of a missing item', () => {
  it.each([
    ['a contact', 'phone', '/verificationTokens'],
    ['an identity check', 'identity', '/registerToken'],
    ['any other item', 'birth', '/birth'],
  ] as const)('points to where a request tells %s', (_, item, pointer) => {
    expect(missingItemFault(item)).toMatchObject({ pointer })
  })

  it('has texts of its own for each item, and in Korean a Korean word', () => {
    const details = items.map((item) => missingItemFault(item).detail)
    expect(new Set(details.map(({ en }) => en)).size).toBe(items.length)
    expect(new Set(details.map(({ ko }) => ko)).size).toBe(items.length)
    expect(details.filter(({ ko }) => /[a-z]/i.test(ko))).toEqual([])
  })

  it('sends somebody who would sign up by address to a provider where everybody is checked', () => {
    expect(missingByAddressFault('identity')).toMatchObject({
      pointer: '/verificationToken',
      detail: { en: expect.stringContaining('sign-up with a provider') },
    })
    expect(missingByAddressFault('name')).toEqual(missingItemFault('name'))
  })
})

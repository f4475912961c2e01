import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultPolicy, type MatchPolicy, policyFaults } from '../../../lib/domain/visit/match-policy.ts'
import { anyPolicy } from '../arbitraries.ts'

const faultsOf = (change: Partial<MatchPolicy>) => policyFaults({ ...defaultPolicy, ...change })

test('the default policy is sound', () => {
  expect(policyFaults(defaultPolicy)).toEqual([])
})

test('every policy of these tests is sound', () => {
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      expect(policyFaults(policy)).toEqual([])
    }),
  )
})

test.each<readonly [string, Partial<MatchPolicy>]>([
  ['phone, email and name', { full: ['phone', 'email', 'name'] }],
  ['a single address', { full: ['email'] }],
  ['a look at names alone', { consider: ['name'] }],
  ['no look at partial matches', { consider: [] }],
  ['nothing required', { requiredItems: [] }],
  ['a required address that must be verified', { requiredItems: ['email'], verifiedItems: ['email'] }],
  ['no minimum age', { minimumAge: 0 }],
])('a policy may have %s', (_what, change) => {
  expect(faultsOf(change)).toEqual([])
})

test.each<readonly [string, Partial<MatchPolicy>, keyof MatchPolicy, RegExp]>([
  ['a full match by name alone', { full: ['name'] }, 'full', /with email or phone in it/],
  ['a full match by nothing', { full: [] }, 'full', /with email or phone in it/],
  [
    'a verified name',
    { requiredItems: ['name'], verifiedItems: ['name'] },
    'verifiedItems',
    /nothing else can be verified/,
  ],
  [
    'a verified item that is not required',
    { requiredItems: ['email'], verifiedItems: ['phone'] },
    'verifiedItems',
    /that requiredItems has: email$/,
  ],
])('a policy with %s is refused', (_what, change, key, allowed) => {
  expect(faultsOf(change)).toEqual([{ at: [key], allowed: expect.stringMatching(allowed) }])
})

test('a refused policy names all its faults at once', () => {
  expect(faultsOf({ full: ['name'], verifiedItems: ['phone'] })).toHaveLength(2)
})

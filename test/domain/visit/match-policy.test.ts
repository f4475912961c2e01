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

test.each<readonly [string, Partial<MatchPolicy>, RegExp]>([
  ['a full match by name alone', { full: ['name'] }, /full must contain email or phone/],
  ['a full match by nothing', { full: [] }, /full must contain email or phone/],
  ['a verified name', { requiredItems: ['name'], verifiedItems: ['name'] }, /name cannot be verified/],
  [
    'a verified item that is not required',
    { requiredItems: ['email'], verifiedItems: ['phone'] },
    /phone is not in/,
  ],
  ['a negative age', { minimumAge: -1 }, /minimumAge/],
  ['half a year of age', { minimumAge: 13.5 }, /minimumAge/],
  ['an age that is no number', { minimumAge: Number.NaN }, /minimumAge/],
  ['an age that nobody reaches', { minimumAge: 151 }, /minimumAge/],
])('a policy with %s is refused', (_what, change, reason) => {
  const faults = faultsOf(change)
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatch(reason)
})

test('an item that nobody knows is refused', () => {
  const requiredItems: MatchPolicy['requiredItems'] = JSON.parse('["email", "shoe size"]')
  expect(faultsOf({ requiredItems })).toEqual(['requiredItems: shoe size is not known'])
})

test('all faults of a policy are told at once', () => {
  expect(faultsOf({ full: ['name'], verifiedItems: ['phone'], minimumAge: -1 })).toHaveLength(3)
})

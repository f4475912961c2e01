import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { claimsSchema, isComplete, toProfile } from '../../../lib/providers/google/profile.ts'
import samples from '../samples/google.json' with { type: 'json' }

const claimsOf = (sample: unknown) => v.parse(claimsSchema, sample)
const profileOf = (name: keyof typeof samples) => toProfile(claimsOf(samples[name]))

describe('a profile from Google', () => {
  test('is complete', () => {
    expect(profileOf('gmail')).toEqual({
      identity: { provider: 'google', subject: '110169484474386276334' },
      email: { value: 'seoa.kim@gmail.com', trust: 'vouched' },
      name: '김 서아',
      picture: 'https://lh3.googleusercontent.com/a/seoa=s96-c',
      refused: [],
      terms: [],
    })
  })

  test.each([
    ['gmail', 'vouched'],
    ['workspace', 'vouched'],
    ['elsewhere', 'verified_once'],
    ['like_gmail', 'verified_once'],
    ['ends_like_gmail', 'verified_once'],
    ['empty_hd', 'verified_once'],
    ['odd_hd', 'verified_once'],
    ['unverified_gmail', 'unverified'],
    ['unverified_workspace', 'unverified'],
    ['no_flag', 'unverified'],
    ['null_flag', 'unverified'],
    ['textual_flag', 'unverified'],
    ['numeric_flag', 'unverified'],
    ['unknown_fields', 'vouched'],
  ] as const)('has an address (%s) that is %s', (name, trust) => {
    expect(profileOf(name).email?.trust).toBe(trust)
  })

  test.each(['nothing', 'nulls', 'empties', 'wrong_types', 'plain_picture'] as const)(
    'may be almost empty: %s',
    (name) => {
      const { identity, ...rest } = profileOf(name)
      expect(rest).toEqual({ refused: [], terms: [] })
      expect(identity.subject).toBe(samples[name].sub)
    },
  )

  test.each([undefined, null, '', 7, 'a b', 'x'.repeat(256)])('is refused with the sub %j', (sub) => {
    expect(v.is(claimsSchema, { ...samples.gmail, sub })).toBe(false)
  })

  test('is complete with an address and a name', () => {
    expect(isComplete(claimsOf(samples.gmail))).toBe(true)
    for (const name of ['nothing', 'unverified_gmail', 'empties', 'wrong_types'] as const) {
      expect(isComplete(claimsOf(samples[name]))).toBe(false)
    }
  })
})

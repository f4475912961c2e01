import { describe, expect, test } from 'vitest'
import { nameIn, toProfile } from '../../../lib/providers/apple/profile.ts'
import samples from '../samples/apple.json' with { type: 'json' }

const { sub } = samples.nothing

describe('a profile from Apple', () => {
  test('has the address of the id_token and no name', () => {
    expect(toProfile(samples.whole)).toEqual({
      identity: { provider: 'apple', subject: sub },
      email: { value: 'byeolha@icloud.com', trust: 'vouched' },
      refused: [],
      terms: [],
    })
  })

  test.each(['nothing', 'empties'] as const)('may be almost empty: %s', (name) => {
    const { identity, ...rest } = toProfile(samples[name])
    expect(rest).toEqual({ refused: [], terms: [] })
    expect(identity).toEqual({ provider: 'apple', subject: sub })
  })

  // Apple runs the mailboxes of its own domains alone. What it verified elsewhere may be somebody else's by now.
  test.each([
    ['minji@icloud.com', true, undefined, 'vouched'],
    ['minji@me.com', 'true', undefined, 'vouched'],
    ['minji@mac.com', 'true', false, 'vouched'],
    ['minji@example.com', true, undefined, 'verified_once'],
    ['minji@example.com', 'true', 'false', 'verified_once'],
    ['minji@icloud.com.example', true, undefined, 'verified_once'],
    ['minji@noticloud.com', true, undefined, 'verified_once'],
    ['icloud.com@example.com', true, undefined, 'verified_once'],
    ['x7k2m9@privaterelay.appleid.com', true, true, 'unverified'],
    ['x7k2m9@privaterelay.appleid.com', 'true', undefined, 'unverified'],
    ['minji@icloud.com', true, 'true', 'unverified'],
    ['minji@icloud.com', false, undefined, 'unverified'],
    ['minji@icloud.com', 'false', undefined, 'unverified'],
    ['minji@icloud.com', undefined, undefined, 'unverified'],
    ['minji@icloud.com', null, undefined, 'unverified'],
    ['minji@icloud.com', 'TRUE', undefined, 'unverified'],
    ['minji@icloud.com', 1, undefined, 'unverified'],
  ])('%s with the flags %j and %j is %s', (email, verified, relay, trust) => {
    const profile = toProfile({ sub, email, email_verified: verified, is_private_email: relay })
    expect(profile.email?.trust).toBe(trust)
  })

  test.each([undefined, null, '', 7, '0', 'a b'])('is refused with the sub %j', (odd) => {
    expect(() => toProfile({ ...samples.whole, sub: odd })).toThrow(/unexpected/)
  })
})

describe('the name beside a first consent', () => {
  test.each([
    [samples.user, '유별하'],
    [{ name: { firstName: 'Jane', lastName: 'Doe' } }, 'Jane Doe'],
    [{ name: { firstName: '太郎', lastName: '山田' } }, '山田太郎'],
    [{ name: { firstName: '별하' } }, '별하'],
    [{ name: { lastName: 'Doe', firstName: null } }, 'Doe'],
  ])('%j reads %s', (user, name) => {
    expect(nameIn(JSON.stringify(user))).toBe(name)
  })

  test.each([
    undefined,
    '',
    'null',
    '[]',
    '"유별하"',
    '{"name":"유별하"}',
    '{"name":{}}',
    '{"email":"a@b.example"}',
    '{"name":{"firstName":"',
  ])('%j is none', (user) => {
    expect(nameIn(user)).toBeUndefined()
  })
})

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { ProviderProfile } from '../../../lib/domain/values/evidence.ts'
import { profileSchema, toProfile } from '../../../lib/providers/kakao/profile.ts'
import { readJsonResponse } from '../../../lib/providers/wire/json.ts'
import { hashCi } from '../hash-ci.ts'

const body = readFileSync(new URL('../samples/kakao.json', import.meta.url), 'utf8')
const samples = v.parse(
  v.record(v.string(), v.unknown()),
  readJsonResponse({ status: 200, contentType: 'application/json', body }),
)

const profileOf = (raw: unknown): ProviderProfile => toProfile(v.parse(profileSchema, raw), [], hashCi)
const withAccount = (account: Record<string, unknown>) => profileOf({ id: 1, kakao_account: account })

/** Without the parts of every profile. */
function told(raw: unknown): Partial<ProviderProfile> {
  const { identity, refused, terms, ...rest } = profileOf(raw)
  return rest
}

describe('a profile from Kakao', () => {
  test('has everything that Kakao shared', () => {
    expect(profileOf(samples.everything)).toEqual({
      identity: { provider: 'kakao', subject: '2632890179' },
      email: { value: 'ryan@example.com', trust: 'vouched' },
      phone: { value: '+821012345678', trust: 'vouched' },
      name: '김 라이언',
      birth: { year: 2002, monthDay: '1130', calendar: 'solar' },
      ci: 'hash:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==',
      nickname: '라이언',
      picture: 'https://img.example.com/640x640.jpg',
      gender: 'female',
      ageRange: '20~29',
      refused: [],
      terms: [],
    })
  })

  test('has nothing when every item was refused, and names the items', () => {
    expect(told(samples.refused)).toEqual({})
    expect(profileOf(samples.refused).refused).toEqual([
      'email',
      'phone',
      'name',
      'nickname',
      'birth',
      'gender',
    ])
  })

  test('calls an item that the account lacks missing, not refused', () => {
    expect(told(samples.lacking)).toEqual({ nickname: '어피치' })
    expect(profileOf(samples.lacking).refused).toEqual([])
  })

  test.each(['nothing', 'null_account', 'nulls', 'empties', 'wrong_types'])(
    'has nothing from the sample "%s"',
    (name) => {
      expect(told(samples[name])).toEqual({})
      expect(profileOf(samples[name]).refused).toEqual([])
    },
  )

  test('treats textual booleans as no answer', () => {
    const profile = profileOf(samples.textual_booleans)
    expect(profile.email).toEqual({ value: 'neo@example.com', trust: 'unverified' })
    expect(profile.refused).toEqual([])
  })

  test('keeps every digit of a 64-bit id', () => {
    expect(profileOf(samples.large_id).identity.subject).toBe('1376016924429759228')
  })

  test('keeps the calendar of a lunar birthday', () => {
    const birth = { year: 1957, monthDay: '0830', calendar: 'lunar', leapMonth: true }
    expect(profileOf(samples.lunar).birth).toEqual(birth)
  })

  test.each([
    ['documented_phone', '+821012345678'],
    ['foreign_phone', '+14155552671'],
  ])('reads the phone number of "%s"', (name, expected) => {
    expect(profileOf(samples[name]).phone?.value).toBe(expected)
  })

  test('ignores unknown fields', () => {
    expect(told(samples.unknown_fields)).toEqual({ email: { value: 'neo@example.com', trust: 'vouched' } })
  })

  test.each([0, -1, 1.5, '0', '', 'null', null, true, '12345678901234567890', { id: 1 }, undefined])(
    'has no owner when the id is %j',
    (id) => {
      expect(v.is(profileSchema, { id })).toBe(false)
    },
  )
})

describe('an e-mail address from Kakao', () => {
  const odd = [undefined, null, false, 'true', 1, 'yes', {}, []]
  const pairs = [true, ...odd].flatMap((valid) =>
    [true, ...odd].map((verified) => [valid, verified] as const),
  )

  test.each(pairs)(
    'with valid %j and verified %j is vouched for only if both are true',
    (valid, verified) => {
      const profile = withAccount({
        email: 'a@example.com',
        is_email_valid: valid,
        is_email_verified: verified,
      })
      expect(profile.email?.trust).toBe(valid === true && verified === true ? 'vouched' : 'unverified')
    },
  )
})

describe('a refusal at Kakao', () => {
  test.each([
    [{ email_needs_agreement: true }, ['email']],
    [{ email_needs_agreement: true, email: '' }, ['email']],
    [{ email_needs_agreement: true, email: null }, ['email']],
    [{ email_needs_agreement: true, email: 'a@example.com' }, []],
    [{ email_needs_agreement: false }, []],
    [{ email_needs_agreement: null }, []],
    [{ email_needs_agreement: 'true' }, []],
    [{ has_email: true }, []],
    [{ has_email: false, email_needs_agreement: false }, []],
    [{ birthyear_needs_agreement: true, birthday: '0101' }, ['birth']],
    [{ birthday_needs_agreement: true, birthyear: '1990' }, ['birth']],
    [{ age_range_needs_agreement: true, ci_needs_agreement: true }, []],
    [{ profile_needs_agreement: true }, ['nickname']],
    [{ profile_nickname_needs_agreement: true }, ['nickname']],
    [{ profile_nickname_needs_agreement: true, profile: { nickname: '라이언' } }, []],
    [{ profile_needs_agreement: true, profile_nickname_needs_agreement: false }, []],
  ])('is read from %j as %j', (account, refused) => {
    expect(withAccount(account).refused).toEqual(refused)
  })
})

test('every profile is valid, and vouches for nothing without both flags, whatever the account holds', () => {
  const flag = fc.oneof(fc.constant(true), fc.anything())
  const account = fc.record(
    {
      email: fc.oneof(fc.emailAddress(), fc.anything()),
      is_email_valid: flag,
      is_email_verified: flag,
      name: fc.anything(),
      profile: fc.anything(),
      phone_number: fc.anything(),
      birthday: fc.anything(),
      birthyear: fc.anything(),
      ci: fc.anything(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(account, (raw) => {
      const profile = withAccount(raw)
      const both = raw.is_email_valid === true && raw.is_email_verified === true
      return profile.email === undefined || (profile.email.trust === 'vouched') === both
    }),
  )
})

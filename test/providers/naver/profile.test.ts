import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { ProviderProfile } from '../../../lib/domain/values/evidence.ts'
import { profileSchema, toProfile } from '../../../lib/providers/naver/profile.ts'
import { readUser } from '../../../lib/providers/naver/responses.ts'
import { hashCi } from '../hash-ci.ts'

const samples = v.parse(
  v.record(v.string(), v.unknown()),
  JSON.parse(readFileSync(new URL('../samples/naver.json', import.meta.url), 'utf8')),
)

const answer = (raw: unknown, status = 200) => ({
  status,
  contentType: 'application/json;charset=UTF-8',
  body: JSON.stringify(raw),
})
const profileOf = (raw: unknown): ProviderProfile => toProfile(readUser(answer(raw)), hashCi)
const withFields = (fields: Record<string, unknown>) =>
  toProfile(v.parse(profileSchema, { id: 'x', ...fields }), hashCi)

/** Without the parts of every profile. */
function told(raw: unknown): Partial<ProviderProfile> {
  const { identity, refused, terms, ...rest } = profileOf(raw)
  return rest
}

describe('a profile from Naver', () => {
  test('has everything that Naver shared, and nothing of it is verified', () => {
    expect(profileOf(samples.everything)).toEqual({
      identity: { provider: 'naver', subject: 'ZLKNOnFeVSc3YyN0JrVoXw5aGvLrFNvqkAcUQ2k8OSI' },
      email: { value: 'ryan@example.com', trust: 'unverified' },
      phone: { value: '+821012345678', trust: 'unverified' },
      name: '김 라이언',
      birth: { year: 2002, monthDay: '1130', calendar: 'solar' },
      ci: 'hash:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==',
      nickname: '라이언',
      picture: 'https://phinf.pstatic.net/contact/example/profile.jpg',
      gender: 'female',
      ageRange: '20~29',
      refused: [],
      terms: [],
    })
  })

  test.each(['nothing', 'nulls', 'empties', 'wrong_types', 'impossible_day'])(
    'has nothing from the sample "%s", and reports nothing as refused',
    (name) => {
      expect(told(samples[name])).toEqual({})
      expect(profileOf(samples[name]).refused).toEqual([])
    },
  )

  test('reads the number of an old account as text', () => {
    expect(profileOf(samples.numeric_id).identity.subject).toBe('32742776')
  })

  test.each([
    ['documented_mobile', '+821012345678'],
    ['foreign_mobile', '+14155552671'],
    ['odd_e164', '+821012345678'],
    ['landline', undefined],
  ])('reads the number of "%s" as %s', (name, expected) => {
    expect(profileOf(samples[name]).phone?.value).toBe(expected)
  })

  test('trusts no flag that claims verification, nor an address of Naver itself', () => {
    const { email, phone } = profileOf(samples.claims_of_verification)
    expect([email?.trust, phone?.trust]).toEqual(['unverified', 'unverified'])
  })

  test.each([
    ['F', 'female'],
    ['M', 'male'],
    ['U', undefined],
    ['f', undefined],
    ['__proto__', undefined],
    ['constructor', undefined],
  ])('reads the gender %s as %s', (gender, expected) => {
    expect(withFields({ gender }).gender).toBe(expected)
  })

  test('keeps an age range without an end, and a day without a year', () => {
    expect(profileOf(samples.unsaid_gender).ageRange).toBe('60~')
    expect(profileOf(samples.day_without_year).birth).toEqual({ monthDay: '0229', calendar: 'solar' })
  })

  test.each(['0229', '2-29', '02/29', '02-29 ', '13-01', '00-10', '02-30'])(
    'has no birthday for "%s"',
    (birthday) => {
      expect(withFields({ birthday }).birth).toBeUndefined()
    },
  )

  test.each([0, 1, null, true, '', 'null', '0', '가', 'a b', { id: 1 }, undefined])(
    'has no owner when the id is %j',
    (id) => {
      expect(v.is(profileSchema, { id })).toBe(false)
    },
  )
})

describe('a response of the profile endpoint', () => {
  test.each([
    ['024 as the guide has it', answer({ resultcode: '024', message: 'Authentication failed' }, 401)],
    ['024 with status 200', answer({ resultcode: '024', message: 'Authentication failed' })],
    ['024 as the gateway has it', answer({ errorMessage: 'Authentication failed', errorCode: '024' }, 401)],
  ])('means a token that Naver does not accept: %s', (_, raw) => {
    expect(() => readUser(raw)).toThrow(expect.objectContaining({ why: 'grant_invalid' }))
  })

  test.each([
    ['028', answer({ resultcode: '028', message: 'Authentication header not exists' }, 401)],
    ['403', answer({ resultcode: '403', message: 'Forbidden' }, 403)],
    ['an outage with the word of a refusal', answer({ resultcode: '024' }, 500)],
    ['another result with a person in it', answer({ resultcode: '01', response: { id: 'x' } })],
    ['no result at all', answer({ response: { id: 'x' } })],
    ['a person without the envelope', answer({ id: 'x', email: 'a@example.com' })],
    ['nobody', answer({ resultcode: '00', message: 'success' })],
  ])('means an outage: %s', (_, raw) => {
    expect(() => readUser(raw)).toThrow(expect.objectContaining({ why: 'unavailable' }))
  })
})

test('every profile is valid and vouches for nothing, whatever the account holds', () => {
  const field = fc.oneof(fc.constant('ryan@example.com'), fc.constant('010-1234-5678'), fc.anything())
  const keys = ['email', 'mobile', 'mobile_e164', 'name', 'birthday', 'birthyear', 'age', 'ci', 'gender']
  const fields = fc.record(Object.fromEntries(keys.map((key) => [key, field])), { requiredKeys: [] })
  fc.assert(
    fc.property(fields, (raw) => {
      const { email, phone } = withFields(raw)
      return [email, phone].every((contact) => contact === undefined || contact.trust === 'unverified')
    }),
  )
})

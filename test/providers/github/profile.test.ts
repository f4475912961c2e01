import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { emailOf, emailsSchema, toProfile, userSchema } from '../../../lib/providers/github/profile.ts'
import { readJsonResponse } from '../../../lib/providers/wire/json.ts'

const samplesSchema = v.object({
  users: v.record(v.string(), v.unknown()),
  emails: v.record(v.string(), v.unknown()),
})
/** Read like a response: a 64-bit id keeps its digits. */
const samples = v.parse(
  samplesSchema,
  readJsonResponse({
    status: 200,
    contentType: 'application/json',
    body: readFileSync(new URL('../samples/github.json', import.meta.url), 'utf8'),
  }),
)
const profileOf = (name: string) => toProfile(v.parse(userSchema, samples.users[name]))
const addressIn = (name: string) => emailOf(v.parse(emailsSchema, samples.emails[name])).email

describe('a profile from GitHub', () => {
  test('leaves out the address that the person shows to everybody', () => {
    expect(profileOf('everything')).toEqual({
      identity: { provider: 'github', subject: '583231' },
      name: '김 하늘',
      nickname: 'haneul-dev',
      picture: 'https://avatars.githubusercontent.com/u/583231?v=4',
      refused: [],
      terms: [],
    })
  })

  test('keeps every digit of a large id', () => {
    expect(profileOf('large_id').identity.subject).toBe('9007199254740993')
  })

  test.each(['nothing', 'nulls', 'empties', 'wrong_types'])('may be almost empty: %s', (name) => {
    const { identity, ...rest } = profileOf(name)
    expect(rest).toEqual({ refused: [], terms: [] })
    expect(identity.subject).toMatch(/^58323\d$/)
  })

  test.each([undefined, null, '', 0, -1, 1.5, 'abc', '01', true])('is refused with the id %j', (id) => {
    expect(v.is(userSchema, { login: 'x', id })).toBe(false)
  })
})

describe('the address of a person at GitHub', () => {
  test.each(['primary', 'unknown_fields'])('was once verified: %s', (name) => {
    expect(addressIn(name)).toEqual({ value: 'haneul@example.com', trust: 'verified_once' })
  })

  test.each(['unverified', 'textual', 'no_flag', 'null_flag'])('is unverified: %s', (name) => {
    expect(addressIn(name)).toEqual({ value: 'haneul@example.com', trust: 'unverified' })
  })

  test.each(['noreply', 'numbered_noreply', 'only_others', 'textual_primary', 'none', 'null_address'])(
    'is unknown: %s',
    (name) => {
      expect(addressIn(name)).toBeUndefined()
    },
  )

  test('is never vouched for', () => {
    for (const name of Object.keys(samples.emails)) expect(addressIn(name)?.trust).not.toBe('vouched')
  })
})

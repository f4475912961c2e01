import { describe, expect, test } from 'vitest'
import type { LoginMethod, Member } from '../../../lib/domain/member/member.ts'
import { changeOf, needsFreshSignIn, type Wishes } from '../../../lib/domain/member/member-change.ts'
import { isBirthDate } from '../../../lib/domain/values/birth.ts'
import { Problem } from '../../../lib/domain/values/problem.ts'
import { allDoors } from '../../../lib/domain/values/verification.ts'
import { email, memberOf, phone } from '../../support/people.ts'

const now = new Date('2026-11-22T10:00:00.000Z')
const kakao: LoginMethod = 'identity:kakao:1'
const dana = email('dana@example.com')
const number = phone('+821012345678')

/** A member whose contacts are all unverified. */
function having(more: Partial<Member>): Member {
  const { email: _email, phone: _phone, birth: _birth, name: _name, ...rest } = memberOf('1')
  return { ...rest, ways: [kakao], ...more }
}
const contactTo = (value: string) => ({ channel: 'email', value: email(value) }) as const
const change = (more: Partial<Member>, wishes: Wishes) =>
  changeOf(having(more), wishes, {
    now,
    recycledAfterSeconds: 0,
    sharedContacts: [],
    doors: allDoors,
    rpId: 'example.com',
  })

describe('a change that a member requests', () => {
  test.each<readonly [string, Partial<Member>, Wishes, readonly string[], boolean]>([
    ['nothing', { name: '김민지' }, {}, [], false],
    ['what is so already', { name: '김민지', locale: 'ko' }, { name: '김민지', locale: 'ko' }, [], false],
    ['a name and a language', { locale: 'ko' }, { name: '김민지', locale: 'en' }, ['name', 'locale'], false],
    ['a first address', {}, { contact: contactTo('a@example.com') }, ['email'], true],
    [
      'an address that was never verified',
      { email: { value: dana, verified: false } },
      { contact: contactTo(dana) },
      ['email'],
      true,
    ],
    [
      'the address that it has',
      { email: { value: dana, verified: true } },
      { contact: contactTo(dana) },
      [],
      false,
    ],
    ['a number', {}, { contact: { channel: 'sms', value: number } }, ['phone'], true],
    ['a password', { email: { value: dana, verified: true } }, { password: 'chosen' }, ['password'], true],
    ['no password, where there was none', {}, { password: 'given_up' }, [], false],
    ['a birth date', {}, { birth: { year: 1990, monthDay: '0301', calendar: 'solar' } }, ['birth'], true],
    [
      'the birth date that it has',
      { birth: { year: 1990, monthDay: '0301', calendar: 'solar' } },
      { birth: { year: 1990, monthDay: '0301', calendar: 'solar', leapMonth: false } },
      [],
      false,
    ],
  ])('%s', (_, before, wishes, changed, endsOthers) => {
    expect(change(before, wishes)).toMatchObject({ changed, endsOthers })
  })

  test('verifies a proven contact and makes the contact a sign-in method, once', () => {
    const { after } = change({ ways: [kakao, 'email'] }, { contact: contactTo('a@example.com') })
    expect(after).toMatchObject({ email: { value: 'a@example.com', verified: true }, ways: [kakao, 'email'] })
    const texted = change({}, { contact: { channel: 'sms', value: number } }).after
    expect(texted).toMatchObject({
      phone: { value: number, verified: true, provenAt: now },
      ways: [kakao, 'phone'],
    })
  })

  test('never removes the last sign-in method, nor sets a password that no identifier names', () => {
    const own = { email: { value: dana, verified: false } }
    expect(() => change({ ...own, ways: ['password'] }, { password: 'given_up' })).toThrow(
      new Problem('last_login_method'),
    )
    expect(() => change({}, { password: 'chosen' })).toThrow('invalid_request')
    expect(change({ ...own, ways: [kakao, 'password'] }, { password: 'given_up' }).after.ways).toEqual([
      kakao,
    ])
  })

  test('needs a fresh sign-in when it concerns a sign-in method or the identity of the person', () => {
    expect(needsFreshSignIn({ name: '김민지', locale: 'en' })).toBe(false)
    expect(needsFreshSignIn({ password: 'given_up' })).toBe(true)
    expect(needsFreshSignIn({ contact: contactTo('a@example.com') })).toBe(true)
    expect(needsFreshSignIn({ birth: { calendar: 'solar' } })).toBe(true)
  })
})

test.each([
  ['a day', { year: 1990, monthDay: '0301', calendar: 'solar' }, true],
  ['a leap day', { year: 2000, monthDay: '0229', calendar: 'solar' }, true],
  ['no leap day', { year: 1999, monthDay: '0229', calendar: 'solar' }, false],
  ['a thirteenth month', { year: 1990, monthDay: '1301', calendar: 'lunar' }, false],
  ['a lunar day', { year: 1990, monthDay: '0230', calendar: 'lunar', leapMonth: true }, true],
  ['a lunar day 31', { year: 1990, monthDay: '0131', calendar: 'lunar' }, false],
  ['a solar leap month', { year: 1990, monthDay: '0301', calendar: 'solar', leapMonth: true }, false],
  ['a day of nobody alive', { year: 1899, monthDay: '0301', calendar: 'solar' }, false],
  ['half a date', { monthDay: '0301', calendar: 'solar' }, false],
] as const)('a birth date is %s', (_, birth, isOne) => {
  expect(isBirthDate(birth)).toBe(isOne)
})

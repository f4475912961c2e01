import { describe, expect, it } from 'vitest'
import type { LoginMethod, Member } from '../../../lib/domain/member/member.ts'
import { methodByCode, openedByCode } from '../../../lib/domain/sign-up/login-by-code.ts'
import type { Address } from '../../../lib/domain/values/verification.ts'
import { email, phone } from '../../support/people.ts'

const minji = email('minji@example.com')
const number = phone('+821012345678')
const byMail: Address = { channel: 'email', value: minji }
const byText: Address = { channel: 'sms', value: number }
const kakao: LoginMethod = 'identity:kakao:9001'

type Contacts = Pick<Member, 'email' | 'phone' | 'ways'>
const member = (ways: readonly LoginMethod[], contacts: Omit<Contacts, 'ways'>): Contacts => ({
  ways: ways,
  ...contacts,
})
const verified = { email: { value: minji, verified: true } }
const now = new Date('2026-11-22T10:00:00.000Z')
const texted = (days: number) => ({
  phone: { value: number, verified: true, provenAt: new Date(now.getTime() - days * 86_400_000) },
})
const typed = { email: { value: minji, verified: false } }

describe('the outcome of a code', () => {
  it.each([
    ['a verified address', member(['email'], verified), byMail, 'sign_in'],
    [
      'a verified address beside other ways',
      member(['email', 'password', kakao], verified),
      byMail,
      'sign_in',
    ],
    ['an imported address with a password', member(['password'], typed), byMail, 'recover'],
    ['an unverified address of somebody with Kakao', member([kakao], typed), byMail, 'nothing'],
    ['the same with a password as well', member([kakao, 'password'], typed), byMail, 'nothing'],
    ['an unverified address of somebody without any way', member([], typed), byMail, 'nothing'],
    ['a verified address that lets nobody in', member(['password'], verified), byMail, 'nothing'],
    ['an address that the member no longer has', member(['password'], {}), byMail, 'nothing'],
    [
      'another address of the member',
      member(['email', 'password'], { email: { value: email('other@example.com'), verified: true } }),
      byMail,
      'nothing',
    ],
    ['a number that was proven of late', member(['phone'], texted(90)), byText, 'sign_in'],
    ['a number that was not proven for long', member(['phone'], texted(91)), byText, 'recycled'],
    [
      'a number that was proven nobody knows when',
      member(['phone'], { phone: { value: number, verified: true } }),
      byText,
      'recycled',
    ],
    [
      'an unverified number, which may have had another owner',
      member(['password'], { phone: { value: number, verified: false } }),
      byText,
      'nothing',
    ],
  ] as const)('at %s is decided by the member of the address', (_, of, address, entry) => {
    expect(openedByCode(of, address, { recycledAfterSeconds: 90 * 86_400, now })).toBe(entry)
  })

  it('signs in by the channel of the code', () => {
    expect([methodByCode(byMail), methodByCode(byText)]).toEqual(['email', 'phone'])
  })
})

import { describe, expect, it } from 'vitest'
import { loginMethods, newMethods } from '../../../lib/domain/leads/methods.ts'
import { passkeyMethod } from '../../../lib/domain/member/member.ts'
import {
  at,
  byKakao,
  freshNumber,
  having,
  kakao,
  passkey,
  saidEmail,
  sharedEmail,
  verifiedEmail,
} from './holders.ts'

describe('a new member', () => {
  it('is stored with nothing that nobody gave', () => {
    expect(newMethods({})).toEqual([])
  })

  it('signs in by all that was given', () => {
    const given = { identities: [kakao], hasPassword: true, ...verifiedEmail, ...freshNumber }
    expect(newMethods(given)).toEqual([byKakao, 'password', 'email', 'phone'])
  })

  it.each([
    ['an address that was only said', saidEmail],
    ['an address that several members have', { email: { ...verifiedEmail.email, shared: true } }],
    ['an imported address that several members have', sharedEmail],
  ] as const)('signs in by no code to %s', (_, contact) => {
    expect(newMethods(contact)).toEqual([])
  })
})

it('a member is offered each method once, the own ones first', () => {
  const member = having({
    ways: [byKakao, passkeyMethod({ id: passkey }), 'password', 'identity:kakao:2', 'identity:naver:1'],
    ...verifiedEmail,
    ...freshNumber,
    loginId: 'dana',
  })
  expect(loginMethods(member, at)).toEqual([
    'password',
    'email_code',
    'sms_code',
    'login_id',
    'passkey',
    'kakao',
    'naver',
  ])
})

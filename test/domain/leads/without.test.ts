import { describe, expect, it } from 'vitest'
import {
  withoutContact,
  withoutEndedIdentity,
  withoutIdentity,
  withoutNeverProven,
  withoutPasskey,
  withoutPassword,
  withoutUnprovenPerson,
} from '../../../lib/domain/leads/without.ts'
import { passkeyMethod } from '../../../lib/domain/member/member.ts'
import { member } from '../merge/members.ts'
import { di, phone } from '../scenes.ts'
import {
  byKakao,
  danaCi,
  endedKakao,
  freshNumber,
  having,
  kakao,
  mail,
  other,
  passkey,
  text,
  verifiedEmail,
} from './holders.ts'

const secondNumber = phone('010-8765-4321')
const full = having({
  ways: ['password', 'email', 'phone'],
  ...verifiedEmail,
  ...freshNumber,
  otherEmails: [other],
  otherPhones: [secondNumber],
})

describe('a member without one login method', () => {
  it('keeps the others', () => {
    const holder = having({ ways: [byKakao, 'identity:naver:1', 'password', passkeyMethod({ id: passkey })] })
    expect(withoutIdentity(holder, kakao).ways).toEqual([
      'identity:naver:1',
      'password',
      passkeyMethod({ id: passkey }),
    ])
    expect(withoutPassword(holder).ways).toEqual([
      byKakao,
      'identity:naver:1',
      passkeyMethod({ id: passkey }),
    ])
    const noted = { ways: [passkeyMethod({ id: passkey, rpId: 'example.com' }), 'password'] as const }
    expect(withoutPasskey(having(noted), passkey).ways).toEqual(['password'])
    expect(withoutPasskey(holder, passkey).ways).toEqual([byKakao, 'identity:naver:1', 'password'])
  })

  it('keeps the other identities that ended', () => {
    const naver = { ...endedKakao, provider: 'naver' } as const
    const holder = having({ endedIdentities: [endedKakao, naver] })
    expect(withoutEndedIdentity(holder, kakao).endedIdentities).toEqual([naver])
    expect(withoutEndedIdentity(having({}), kakao).endedIdentities).toEqual([])
  })
})

describe('a member without an address', () => {
  it('has neither the e-mail nor the codes to it', () => {
    const { email: _, ...rest } = full
    expect(withoutContact(full, mail)).toEqual({ ...rest, ways: ['password', 'phone'] })
  })

  it('has neither the number nor the codes to it', () => {
    const { phone: _, ...rest } = full
    expect(withoutContact(full, text)).toEqual({ ...rest, ways: ['password', 'email'] })
  })

  it('keeps the codes to its own address where one of a merged account goes', () => {
    expect(withoutContact(full, { channel: 'email', value: other })).toEqual({ ...full, otherEmails: [] })
    expect(withoutContact(full, { channel: 'sms', value: secondNumber })).toEqual({
      ...full,
      otherPhones: [],
    })
  })

  it('is the same where it never had it', () => {
    const holder = having({ ways: ['email'], ...verifiedEmail })
    expect(withoutContact(holder, text)).toEqual(holder)
    expect(withoutContact(having({ ways: [byKakao] }), mail)).toEqual(having({ ways: [byKakao] }))
  })
})

describe('a member who has proven something', () => {
  it('is no more one of whom nothing was proven', () => {
    expect(withoutNeverProven(member(1, { neverProven: true, imported: true }))).toEqual(
      member(1, { imported: true }),
    )
  })

  it('loses a CI and DI that nobody has checked here, and keeps checked ones', () => {
    const person = { ci: danaCi, di: di('dana') }
    expect(withoutUnprovenPerson(member(1, { ...person, identityUnproven: true }))).toEqual(member(1))
    expect(withoutUnprovenPerson(member(1, person))).toEqual(member(1, person))
  })
})

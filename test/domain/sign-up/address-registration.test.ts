import { describe, expect, it } from 'vitest'
import { personByAddress } from '../../../lib/domain/sign-up/address-registration.ts'
import { defaultPolicy } from '../../../lib/domain/visit/match-policy.ts'
import { dana } from '../scenes.ts'

const now = new Date('2026-11-22T00:00:00Z')
const mail = { channel: 'email', value: dana.email } as const
const sms = { channel: 'sms', value: dana.phone } as const
const form = { name: dana.name }
const lacking = (...pointers: readonly string[]) =>
  expect.objectContaining({
    code: 'invalid_request',
    extras: { errors: pointers.map((pointer) => expect.objectContaining({ pointer })) },
  })

describe('who signs up by address', () => {
  it('signs in with the password and with a code to each proven address', () => {
    expect(personByAddress([mail, sms], form, defaultPolicy, now)).toEqual({
      ways: ['password', 'email', 'phone'],
      email: { value: dana.email, verified: true },
      phone: { value: dana.phone, verified: true, provenAt: now },
      name: dana.name,
    })
  })

  it('has no method of a contact that a household may share', () => {
    const policy = { ...defaultPolicy, sharedContacts: ['phone'] } as const
    expect(personByAddress([mail, sms], form, policy, now)).toMatchObject({
      ways: ['password', 'email'],
      phone: { verified: true, shared: true },
    })
  })

  it('needs no e-mail address beside a number, unless the service wants a verified one', () => {
    expect(personByAddress([sms], form, defaultPolicy, now)).toMatchObject({ ways: ['password', 'phone'] })
    const strict = { ...defaultPolicy, verifiedItems: ['email'] } as const
    expect(() => personByAddress([sms], form, strict, now)).toThrow(lacking('/verificationTokens'))
    expect(() => personByAddress([sms, mail], form, strict, now)).not.toThrow()
  })

  it('needs a number as well where the service requires one', () => {
    const policy = { ...defaultPolicy, requiredItems: ['phone'] } as const
    expect(() => personByAddress([mail], form, policy, now)).toThrow(lacking('/verificationTokens'))
  })

  it('is told every item that is missing', () => {
    const policy = { ...defaultPolicy, requiredItems: ['name', 'nickname', 'birth', 'gender'] } as const
    expect(() => personByAddress([mail], {}, policy, now)).toThrow(
      lacking('/name', '/nickname', '/birth', '/gender'),
    )
    const all = {
      name: dana.name,
      nickname: '다나',
      birth: { year: 1990, monthDay: '0412', calendar: 'solar' },
      gender: 'female',
    } as const
    expect(personByAddress([mail], all, policy, now)).toMatchObject(all)
  })

  it('cannot join where everybody is checked', () => {
    const policy = { ...defaultPolicy, verifiedItems: ['identity'] } as const
    expect(() => personByAddress([mail], form, policy, now)).toThrow(lacking('/verificationToken'))
  })
})

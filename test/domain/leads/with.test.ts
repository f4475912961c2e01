import { describe, expect, it } from 'vitest'
import { withPassword, withProvenContact } from '../../../lib/domain/leads/with.ts'
import {
  at,
  dana,
  freshNumber,
  having,
  importedEmail,
  importedNumber,
  mail,
  number,
  other,
  saidEmail,
  text,
  verifiedEmail,
} from './holders.ts'

const families = { ...at, sharedContacts: ['email', 'phone'] } as const
const provenNumber = { phone: { value: number, verified: true, provenAt: at.now } } as const

it('a password is a method once', () => {
  expect(withPassword(having({ ways: ['email'] }))).toEqual(having({ ways: ['email', 'password'] }))
  expect(withPassword(having({ ways: ['password'] }))).toEqual(having({ ways: ['password'] }))
})

describe('an address that was proven just now', () => {
  it('is verified, signs the member in from now on, and adds nothing else', () => {
    expect(withProvenContact(having({}), mail, at.now, at)).toStrictEqual(
      having({ ways: ['email'], ...verifiedEmail }),
    )
    expect(withProvenContact(having({}), text, at.now, at)).toStrictEqual(
      having({ ways: ['phone'], ...provenNumber }),
    )
  })

  it('takes the place of another, and is a method once', () => {
    const before = having({ ways: ['password', 'email'], email: { value: other, verified: true } })
    expect(withProvenContact(before, mail, at.now, at)).toEqual({ ...before, ...verifiedEmail })
  })

  it.each([
    ['somebody said', saidEmail],
    ['an import brought', importedEmail],
  ])('is no more what %s', (_, before) => {
    expect(withProvenContact(having(before), mail, at.now, at)).toEqual(
      having({ ways: ['email'], ...verifiedEmail }),
    )
  })

  it('no longer stands beside itself as one of a merged account; the others stay', () => {
    const second = having({ otherEmails: [other, dana] })
    expect(withProvenContact(second, mail, at.now, at)).toEqual(
      having({ ways: ['email'], ...verifiedEmail, otherEmails: [other] }),
    )
    const secondNumber = having({ otherPhones: [number] })
    expect(withProvenContact(secondNumber, text, at.now, at)).toEqual(
      having({ ways: ['phone'], ...provenNumber, otherPhones: [] }),
    )
  })

  it('leaves the addresses of a merged account that are others', () => {
    const before = having({ otherEmails: [other] })
    expect(withProvenContact(before, mail, at.now, at).otherEmails).toEqual([other])
  })
})

describe('where families share contacts, an address that was proven just now', () => {
  it('ends the method of the contact that it replaces, and no other', () => {
    const before = having({ ways: ['password', 'email', 'phone'], email: { value: other, verified: true } })
    expect(withProvenContact(before, mail, at.now, families)).toEqual({
      ...before,
      ways: ['password', 'phone'],
      email: { ...verifiedEmail.email, shared: true },
    })
  })

  it('is shared where somebody had only said it', () => {
    expect(withProvenContact(having(saidEmail), mail, at.now, families)).toEqual(
      having({ email: { ...verifiedEmail.email, shared: true } }),
    )
  })

  it('stays the claim of the member whose import brought it', () => {
    expect(withProvenContact(having(importedNumber), text, at.now, families)).toEqual(
      having({ ways: ['phone'], ...provenNumber }),
    )
    expect(withProvenContact(having(freshNumber), text, at.now, families)).toEqual(
      having({ ways: ['phone'], ...provenNumber }),
    )
  })
})

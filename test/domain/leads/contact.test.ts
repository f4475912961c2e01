import { describe, expect, it } from 'vitest'
import {
  contactLead,
  isPasswordNameOf,
  isReachable,
  isSameContact,
  isVerifiable,
  messageAddress,
  methodByCode,
  verifiedContacts,
} from '../../../lib/domain/leads/contact.ts'
import type { LeadHolder } from '../../../lib/domain/leads/lead.ts'
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
  sharedEmail,
  staleNumber,
  text,
  verifiedEmail,
} from './holders.ts'

describe('an address of a member', () => {
  it('is found as the own one or as one of a merged account', () => {
    expect(contactLead(having({ ...verifiedEmail, ...freshNumber }), mail)).toMatchObject({ of: 'email' })
    expect(contactLead(having({ ...verifiedEmail, ...freshNumber }), text)).toMatchObject({ of: 'phone' })
    expect(contactLead(having({ otherPhones: [number] }), text)).toMatchObject({ rank: 'secondary' })
  })

  it('is not found by a login ID that reads like it', () => {
    expect(contactLead(having({ loginId: dana }), mail)).toBeUndefined()
  })

  it('is reached by a code of its own kind', () => {
    expect([methodByCode(mail), methodByCode(text)]).toEqual(['email', 'phone'])
  })
})

describe('an address beside a password', () => {
  it.each<readonly [string, Partial<LeadHolder>, boolean]>([
    ['names the member who verified it', verifiedEmail, true],
    ['names the member whose import brought it', importedEmail, true],
    ['names each of the few members who share it', sharedEmail, true],
    ['names nobody who only said it', saidEmail, false],
    ['names nobody who does not have it', { email: { value: other, verified: true } }, false],
  ])('%s', (_, more, isName) => {
    expect(isPasswordNameOf(having({ ways: ['password'], ...more }), mail)).toBe(isName)
  })

  it('is needed: without a password it names nobody', () => {
    expect(isPasswordNameOf(having(verifiedEmail), mail)).toBe(false)
  })
})

describe('a member sees as verified', () => {
  it.each<readonly [string, Partial<LeadHolder>, readonly [boolean, boolean]]>([
    ['nothing without a contact', {}, [false, false]],
    ['the e-mail alone', verifiedEmail, [true, false]],
    ['the number alone', freshNumber, [false, true]],
    ['both', { ...verifiedEmail, ...freshNumber }, [true, true]],
    ['the number beside an e-mail that nobody verified', { ...saidEmail, ...freshNumber }, [false, true]],
    [
      'the e-mail beside a number that was proven long ago',
      { ...verifiedEmail, ...staleNumber },
      [true, false],
    ],
    ['no contact of a merged account', { otherEmails: [other], otherPhones: [number] }, [false, false]],
    [
      'no e-mail of a merged account beside one that nobody verified',
      { ...saidEmail, otherEmails: [other] },
      [false, false],
    ],
  ])('%s', (_, more, [emailVerified, phoneVerified]) => {
    expect(verifiedContacts(having(more), at)).toEqual({ emailVerified, phoneVerified })
  })
})

describe('a contact becomes verified when somebody proves it', () => {
  it.each<readonly [string, Partial<LeadHolder>, boolean]>([
    ['where an import brought it', importedEmail, true],
    ['not where it is verified', verifiedEmail, false],
    ['not where somebody only said it', saidEmail, false],
    ['not where several members have it', sharedEmail, false],
    ['not where it came from a merged account', { otherEmails: [dana] }, false],
    ['not where the member has another', { email: { ...importedEmail.email, value: other } }, false],
  ])('%s', (_, more, becomes) => {
    expect(isVerifiable(having(more), mail)).toBe(becomes)
  })

  it('a number as well', () => {
    expect(isVerifiable(having(importedNumber), text)).toBe(true)
  })
})

describe('two contacts on file', () => {
  it.each([
    ['are the same with one value and one state', verifiedEmail.email, { ...verifiedEmail.email }, true],
    ['are the same where there are none', undefined, undefined, true],
    ['differ by their values', verifiedEmail.email, { value: other, verified: true }, false],
    ['differ when one is verified', verifiedEmail.email, saidEmail.email, false],
    ['differ when one is missing', verifiedEmail.email, undefined, false],
  ])('%s', (_, a, b, same) => {
    expect([isSameContact(a, b), isSameContact(b, a)]).toEqual([same, same])
  })
})

it('a message goes to the number where the e-mail is somebody’s word, and nowhere by a login ID', () => {
  const everywhere = () => true
  expect(messageAddress(having({ ...saidEmail, ...freshNumber, loginId: dana }), at, everywhere)).toEqual(
    text,
  )
  expect(messageAddress(having({ loginId: dana, ways: ['password'] }), at, everywhere)).toBeUndefined()
})

it('no message goes to a number that the stage sends no texts to', () => {
  const nowhere = () => false
  expect(messageAddress(having({ ...saidEmail, ...freshNumber }), at, nowhere)).toBeUndefined()
  expect(isReachable(having({ ...saidEmail, ...freshNumber }), at, nowhere)).toBe(false)
  expect(isReachable(having({ ...verifiedEmail, ...freshNumber }), at, nowhere)).toBe(true)
})

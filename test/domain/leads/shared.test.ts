import { describe, expect, it } from 'vitest'
import { entryByCode, messageAddress, verifiedContacts } from '../../../lib/domain/leads/contact.ts'
import { memberEvidence } from '../../../lib/domain/leads/evidence.ts'
import { loginMethods } from '../../../lib/domain/leads/methods.ts'
import { hasLastingLead } from '../../../lib/domain/leads/opens.ts'
import { mayRelease } from '../../../lib/domain/leads/release.ts'
import { withProvenContact } from '../../../lib/domain/leads/with.ts'
import { at, dana, freshNumber, having, importedEmail, number, other, verifiedEmail } from './holders.ts'

/* What a kind of contact is that several members may have. */

const phones = { ...at, sharedContacts: ['phone'] } as const
const both = { ...at, sharedContacts: ['email', 'phone'] } as const
const bySms = { channel: 'sms', value: number } as const
const byEmail = { channel: 'email', value: dana } as const

/** A newcomer who has proven the number. */
const newcomer = having({
  ways: ['password'],
  phone: { ...freshNumber.phone, shared: true, sharedByFew: true },
})
/** A member who claimed the number before the stage let others share it. */
const earlier = having({ ways: ['password', 'phone'], ...freshNumber })

describe.each([
  ['a newcomer', newcomer],
  ['a member from before the setting', earlier],
])('the number of %s, where families share one', (_, member) => {
  it('names the member beside the password, and no code signs in by it', () => {
    expect(loginMethods(member, phones)).toEqual(['password'])
    expect(entryByCode(member, bySms, phones)).toBe('nothing')
  })

  it('is proven, asks for proof when people are compared, and never lasts', () => {
    expect(verifiedContacts(member, phones)).toEqual({ emailVerified: false, phoneVerified: true })
    expect(memberEvidence(member, phones)).toEqual({ phone: { value: number, worth: 'claimed' } })
    expect(hasLastingLead(member, phones)).toBe(false)
  })

  it('is released to nobody, and no message goes there', () => {
    expect(mayRelease(member, [{ address: bySms, proof: 'code' }], phones)).toBe(false)
    expect(messageAddress(member, phones, () => true)).toBeUndefined()
  })
})

describe('an address, where families share one', () => {
  it('of an imported member recovers nothing', () => {
    const member = having({ ways: ['password'], ...importedEmail, neverProven: true })
    expect(entryByCode(member, byEmail, at)).toBe('recover')
    expect(entryByCode(member, byEmail, both)).toBe('nothing')
  })

  it('that is verified does not last, nor does one from a merged account count', () => {
    const member = having({ ways: ['password', 'email'], ...verifiedEmail, otherEmails: [other] })
    expect(hasLastingLead(member, both)).toBe(false)
    expect(memberEvidence(member, both)).toEqual({ email: { value: dana, worth: 'claimed' } })
  })
})

describe('a number that is proven, where families share one', () => {
  it('is shared from the beginning, and no login method', () => {
    const member = withProvenContact(having({}), bySms, at.now, phones)
    expect(member).toEqual(
      having({ phone: { value: number, verified: true, provenAt: at.now, shared: true } }),
    )
  })

  it('stays its member’s claim if it was before', () => {
    expect(withProvenContact(earlier, bySms, at.now, phones)).toMatchObject({
      ways: ['password', 'phone'],
      phone: { value: number, verified: true, provenAt: at.now },
    })
  })
})

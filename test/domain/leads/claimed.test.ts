import { describe, expect, it } from 'vitest'
import {
  claimedValues,
  isClaimedContact,
  isUnverifiedContact,
  isVerifiedContact,
} from '../../../lib/domain/leads/claimed.ts'
import { passkeyMethod } from '../../../lib/domain/member/member.ts'
import { di } from '../scenes.ts'
import {
  byKakao,
  dana,
  danaCi,
  endedKakao,
  freshNumber,
  having,
  importedEmail,
  number,
  other,
  passkey,
  saidEmail,
  sharedEmail,
  verifiedEmail,
} from './holders.ts'

describe('a contact on file', () => {
  it.each([
    ['that was verified is claimed', verifiedEmail.email, true],
    ['that an import brought is claimed', importedEmail.email, true],
    ['that somebody said is not claimed', saidEmail.email, false],
    ['that an import brought for several members is not claimed', sharedEmail.email, false],
    [
      'that is verified and several members have is not claimed',
      { ...verifiedEmail.email, shared: true },
      false,
    ],
  ] as const)('%s', (_, contact, isClaimed) => {
    expect(isClaimedContact(contact)).toBe(isClaimed)
  })

  it.each([
    ['waits for a proof where somebody said it', saidEmail.email, dana, true],
    ['waits for a proof where an import brought it', importedEmail.email, dana, true],
    ['waits for nothing once it is verified', verifiedEmail.email, dana, false],
    ['waits for nothing where several members have it', sharedEmail.email, dana, false],
    ['waits for nothing where it is another address', saidEmail.email, other, false],
  ] as const)('%s', (_, contact, value, waits) => {
    expect(isUnverifiedContact(contact, value)).toBe(waits)
  })

  it('is verified only where there is one', () => {
    expect(isVerifiedContact(undefined)).toBe(false)
    expect(isVerifiedContact(saidEmail.email)).toBe(false)
    expect(isVerifiedContact(verifiedEmail.email)).toBe(true)
  })
})

describe('what a member claims', () => {
  it('is each value that no second member can have, a login ID without its capitals', () => {
    const member = having({
      ...verifiedEmail,
      ...freshNumber,
      ci: danaCi,
      di: di('dana'),
      loginId: 'Dana',
    })
    const claims = claimedValues(member)
    expect(claims).toHaveLength(5)
    expect(claims).toEqual(
      expect.arrayContaining([
        { of: 'email', value: dana },
        { of: 'phone', value: number },
        { of: 'ci', value: danaCi },
        { of: 'di', value: di('dana') },
        { of: 'login_id', value: 'dana' },
      ]),
    )
  })

  it('is no identity and no passkey, which have rows of their own', () => {
    const member = having({ ways: [byKakao, passkeyMethod({ id: passkey })], endedIdentities: [endedKakao] })
    expect(claimedValues(member)).toEqual([])
  })
})

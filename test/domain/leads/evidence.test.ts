import { describe, expect, it } from 'vitest'
import { memberEvidence } from '../../../lib/domain/leads/evidence.ts'
import type { LeadHolder } from '../../../lib/domain/leads/lead.ts'
import {
  at,
  byKakao,
  dana,
  danaCi,
  endedKakao,
  freshNumber,
  having,
  importedEmail,
  importedNumber,
  kakao,
  neverProven,
  number,
  other,
  saidEmail,
  sharedEmail,
  staleNumber,
  verifiedEmail,
} from './holders.ts'

describe('a visitor is compared with', () => {
  it.each<readonly [string, Partial<LeadHolder>, object]>([
    ['nothing of a member without contacts', { ways: [byKakao], ci: danaCi, loginId: 'dana' }, {}],
    ['a verified e-mail', verifiedEmail, { email: { value: dana, worth: 'verified' } }],
    [
      'an imported e-mail, which asks for proof',
      { ...importedEmail, ways: [byKakao] },
      { email: { value: dana, worth: 'claimed' } },
    ],
    [
      'an imported e-mail that recovers the account',
      { ...importedEmail, ...neverProven },
      { email: { value: dana, worth: 'recoverable' } },
    ],
    ['a shared e-mail, which asks for proof', sharedEmail, { email: { value: dana, worth: 'claimed' } }],
    ['no e-mail that somebody said', saidEmail, {}],
    ['a number proven recently', freshNumber, { phone: { value: number, worth: 'verified' } }],
    [
      'a number that may be somebody else’s by now',
      staleNumber,
      { phone: { value: number, worth: 'recycled' } },
    ],
    [
      'a number that only an import knows, as one that may be somebody else’s',
      importedNumber,
      { phone: { value: number, worth: 'recycled' } },
    ],
    ['no number that somebody said', { phone: { value: number, verified: false } }, {}],
    [
      'the contacts of merged accounts, none of which takes the place of an own one',
      { otherEmails: [other], otherPhones: [number] },
      { otherEmails: [other], otherPhones: [number] },
    ],
    [
      'the own contacts beside those of merged accounts',
      { ...verifiedEmail, ...freshNumber, otherEmails: [other] },
      {
        email: { value: dana, worth: 'verified' },
        phone: { value: number, worth: 'verified' },
        otherEmails: [other],
      },
    ],
    [
      'an identity that its provider ended',
      { endedIdentities: [endedKakao], ways: ['identity:naver:n1'] },
      { formerIdentities: [kakao] },
    ],
  ])('%s', (_, more, evidence) => {
    expect(memberEvidence(having(more), at)).toEqual(evidence)
  })

  it('no e-mail of a merged account where families share theirs', () => {
    const rules = { ...at, sharedContacts: ['email'] } as const
    expect(memberEvidence(having({ otherEmails: [other] }), rules)).toEqual({})
  })
})

import { describe, expect, it } from 'vitest'
import { claimedValues } from '../../../lib/domain/leads/claimed.ts'
import { entryByCode, messageAddress } from '../../../lib/domain/leads/contact.ts'
import { becomesUnreachable, mayGiveUpPassword, mayUnlink } from '../../../lib/domain/leads/last-lead.ts'
import type { LeadHolder } from '../../../lib/domain/leads/lead.ts'
import { areTwoPeople, comparePersons } from '../../../lib/domain/leads/person.ts'
import { type AddressProof, mayRelease } from '../../../lib/domain/leads/release.ts'
import { allDoors } from '../../../lib/domain/values/verification.ts'
import { ci } from '../scenes.ts'
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
  mail,
  neverProven,
  number,
  other,
  saidEmail,
  sharedEmail,
  staleNumber,
  text,
  verifiedEmail,
} from './holders.ts'

describe('removing an identity', () => {
  it.each<readonly [string, Partial<LeadHolder>, boolean]>([
    ['is kept when nothing else is there', {}, false],
    ['goes beside another identity', { ways: [byKakao, 'identity:naver:n1'] }, true],
    ['goes beside a verified e-mail', verifiedEmail, true],
    ['goes beside a login ID with a password', { ways: [byKakao, 'password'], loginId: 'dana' }, true],
    ['is kept beside a number, which goes stale', freshNumber, false],
    ['is kept beside a number with a password', { ways: [byKakao, 'password'], ...freshNumber }, false],
    ['is kept beside an e-mail that was never verified', importedEmail, false],
    [
      'is kept beside a password that an unverified e-mail names',
      { ways: [byKakao, 'password'], ...importedEmail },
      false,
    ],
    [
      'is kept beside a password that a shared e-mail names',
      { ways: [byKakao, 'password'], ...sharedEmail },
      false,
    ],
    [
      'is kept beside another one that ended',
      { endedIdentities: [{ ...endedKakao, provider: 'naver' }] },
      false,
    ],
  ])('%s', (_, more, mayGo) => {
    expect(mayUnlink(having({ ways: [byKakao], ...more }), kakao, at)).toBe(mayGo)
  })

  it('is allowed for an ended identity as soon as anything else enters now', () => {
    const ended = { endedIdentities: [endedKakao] }
    expect(mayUnlink(having(ended), kakao, at)).toBe(false)
    expect(mayUnlink(having({ ...ended, ...staleNumber }), kakao, at)).toBe(false)
    expect(mayUnlink(having({ ...ended, ...freshNumber }), kakao, at)).toBe(true)
    expect(mayUnlink(having({ ...ended, ways: ['password'], ...importedEmail }), kakao, at)).toBe(true)
  })
})

describe('removing a password', () => {
  it('is allowed only beside a lead that lasts', () => {
    expect(mayGiveUpPassword(having({ ways: ['password'], ...verifiedEmail }), at)).toBe(true)
    expect(mayGiveUpPassword(having({ ways: ['password', byKakao] }), at)).toBe(true)
    expect(mayGiveUpPassword(having({ ways: ['password'], ...freshNumber }), at)).toBe(false)
    expect(mayGiveUpPassword(having({ ways: ['password'], loginId: 'dana' }), at)).toBe(false)
    expect(mayGiveUpPassword(having({ ways: ['password'], ...importedEmail }), at)).toBe(false)
  })
})

describe('a code to an address opens', () => {
  it.each<readonly [string, Partial<LeadHolder>, typeof mail | typeof text, string]>([
    ['a verified e-mail', verifiedEmail, mail, 'sign_in'],
    ['an e-mail of a merged account', { otherEmails: [dana] }, mail, 'sign_in'],
    [
      'an imported e-mail with a password',
      { ...importedEmail, ways: ['password'], ...neverProven },
      mail,
      'recover',
    ],
    ['an imported e-mail without one', { ...importedEmail, ...neverProven }, mail, 'recover'],
    [
      'an imported e-mail beside Kakao',
      { ...importedEmail, ways: [byKakao], ...neverProven },
      mail,
      'nothing',
    ],
    [
      'an imported e-mail beside one of a merged account',
      { ...importedEmail, ...neverProven, otherEmails: [other] },
      mail,
      'nothing',
    ],
    ['an e-mail that somebody said', { ...saidEmail, ways: ['password'] }, mail, 'nothing'],
    ['a shared e-mail', { ...sharedEmail, ways: ['password'], ...neverProven }, mail, 'nothing'],
    ['another address than the member has', { email: { value: other, verified: true } }, mail, 'nothing'],
    ['a number proven recently', freshNumber, text, 'sign_in'],
    ['a number proven long ago', staleNumber, text, 'stale'],
    ['a number of a merged account', { otherPhones: [number] }, text, 'stale'],
    ['an imported number', { ...importedNumber, ways: ['password'], ...neverProven }, text, 'nothing'],
    ['a number of nobody here', {}, text, 'nothing'],
  ])('%s', (_, more, address, entry) => {
    const member = having(more)
    expect(entryByCode(member, address, at)).toBe(entry)
  })
})

describe('releasing an address', () => {
  const withKakao = { ways: [byKakao] }
  it.each<readonly [string, Partial<LeadHolder>, typeof mail | typeof text, AddressProof, boolean]>([
    ['that was never verified, to a code', { ...importedEmail, ...withKakao }, mail, 'code', true],
    [
      'that was never verified, to a provider today',
      { ...importedEmail, ...withKakao },
      mail,
      'vouched',
      true,
    ],
    ['never to a proof from long ago', { ...importedEmail, ...withKakao }, mail, 'verified_once', false],
    ['never a verified one', { ...verifiedEmail, ...withKakao }, mail, 'code', false],
    ['never the only name of its password', { ...importedEmail, ways: ['password'] }, mail, 'code', false],
    ['never one that recovers it', { ...importedEmail, ...neverProven }, mail, 'code', false],
    [
      'that another name stands beside',
      { ...importedEmail, ...importedNumber, ways: ['password'] },
      mail,
      'code',
      true,
    ],
    ['a number proven long ago', { ...staleNumber, ...withKakao }, text, 'code', true],
    ['a number of a merged account', { otherPhones: [number], ...withKakao }, text, 'code', true],
    ['never a number proven recently', { ...freshNumber, ...withKakao }, text, 'code', false],
    ['never a number that is all it has', staleNumber, text, 'code', false],
    ['never a number that names its password', { ...staleNumber, ways: ['password'] }, text, 'code', false],
    ['that was never verified, of a member whom nothing lets in', importedEmail, mail, 'code', true],
    ['a number that was never verified, of such a member', importedNumber, text, 'vouched', true],
    [
      'that was never verified, beside an identity that ended beside something else',
      { ...importedEmail, endedIdentities: [{ ...endedKakao, endedBy: 'provider_beside' }] },
      mail,
      'code',
      true,
    ],
    [
      'never one whose member comes back by an identity that ended, before it does',
      {
        ...importedEmail,
        ways: ['password'],
        endedIdentities: [{ ...endedKakao, endedBy: 'provider_beside' }],
      },
      mail,
      'code',
      false,
    ],
    [
      'that was never verified, beside a number that became stale',
      { ...importedEmail, ...staleNumber },
      mail,
      'code',
      true,
    ],
    [
      'never the only name of an imported member who has proven nothing yet',
      { ...importedNumber, ...neverProven },
      text,
      'code',
      false,
    ],
    ['never one that several share', { ...sharedEmail, ...withKakao }, mail, 'code', false],
    ['never one that it does not have', withKakao, mail, 'code', false],
  ])('%s', (_, more, address, proof, releases) => {
    expect(mayRelease(having(more), [{ address, proof }], at)).toBe(releases)
  })

  it('is for nobody while the stage has closed the door that the address opens', () => {
    const closed = { ...at, doors: { ...allDoors, passwordSignIn: false, emailCodeSignIn: false } }
    const shown = [{ address: mail, proof: 'code' }] as const
    expect(mayRelease(having({ ...importedEmail, ways: ['password'] }), shown, closed)).toBe(false)
    expect(mayRelease(having({ ...importedEmail, ...neverProven }), shown, closed)).toBe(false)
    expect(mayRelease(having(importedEmail), shown, closed)).toBe(true)
  })
})

describe('a message to a member', () => {
  it.each<readonly [string, Partial<LeadHolder>, unknown]>([
    ['at the verified e-mail, before the number', { ...verifiedEmail, ...freshNumber }, mail],
    ['at the e-mail of a merged account', { otherEmails: [other] }, { channel: 'email', value: other }],
    ['at a number proven recently', { ...saidEmail, ...freshNumber }, text],
    ['never at a number proven long ago', staleNumber, undefined],
    ['never at an e-mail that somebody said', { ...saidEmail, ways: [byKakao] }, undefined],
    [
      'never at an imported e-mail beside Kakao',
      { ...importedEmail, ways: [byKakao], ...neverProven },
      undefined,
    ],
    ['at an imported e-mail that recovers the account', { ...importedEmail, ...neverProven }, mail],
    ['never at a shared e-mail', { ...sharedEmail, ways: ['password'], ...neverProven }, undefined],
    ['nowhere without a contact', { ways: [byKakao] }, undefined],
  ])('%s', (_, more, address) => {
    expect(messageAddress(having(more), at, () => true)).toEqual(address)
  })
})

describe('the claims of a member', () => {
  it('are verified and imported values, never values that a person typed, a provider said or members share', () => {
    expect(claimedValues(having({ ...verifiedEmail, ...importedNumber }))).toEqual([
      { of: 'email', value: dana },
      { of: 'phone', value: number },
    ])
    expect(claimedValues(having(saidEmail))).toEqual([])
    expect(claimedValues(having(sharedEmail))).toEqual([])
    expect(claimedValues(having({ otherEmails: [other], ci: danaCi, ways: [byKakao] }))).toEqual([
      { of: 'email', value: other },
      { of: 'ci', value: danaCi },
    ])
  })
})

describe('two members are', () => {
  const bada = ci('bada')
  it.each([
    ['the same person by two proven CIs', { ci: danaCi }, { ci: danaCi }, 'same'],
    ['two people by two proven CIs', { ci: danaCi }, { ci: bada }, 'different'],
    ['unknown without a CI', { ci: danaCi }, {}, 'unknown'],
    [
      'maybe the same by an unproven CI',
      { ci: danaCi, identityUnproven: true },
      { ci: danaCi },
      'maybe_same',
    ],
    ['unknown by another unproven CI', { ci: bada, identityUnproven: true }, { ci: danaCi }, 'unknown'],
  ] as const)('%s', (_, a, b, comparison) => {
    expect([comparePersons(a, b), comparePersons(b, a)]).toEqual([comparison, comparison])
    expect(areTwoPeople(a, b)).toBe(comparison === 'different')
  })
})

describe('an event of an unreachable member', () => {
  it('is due when the last lead that enters is lost, and not for other leads', () => {
    expect(becomesUnreachable(having(verifiedEmail), having({}), at)).toBe(true)
    expect(becomesUnreachable(having(verifiedEmail), having(freshNumber), at)).toBe(false)
    expect(becomesUnreachable(having(saidEmail), having({}), at)).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import type { LeadHolder } from '../../../lib/domain/leads/lead.ts'
import { leads } from '../../../lib/domain/leads/leads.ts'
import { loginMethods } from '../../../lib/domain/leads/methods.ts'
import { canEnter, evidenceWorth, hasLastingLead, lasts, opens } from '../../../lib/domain/leads/opens.ts'
import { passkeyMethod } from '../../../lib/domain/member/member.ts'
import { di } from '../scenes.ts'
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
  neverProven,
  other,
  passkey,
  saidEmail,
  sharedEmail,
  staleNumber,
  verifiedEmail,
} from './holders.ts'

const closedKakao = { ...endedKakao, endedBy: 'closing' } as const
const { sharedByFew: _, ...crowded } = sharedEmail.email
const crowdedEmail = { email: crowded } as const

/**
 * One row: the leads of a member, what the first lead opens, whether the lead lasts, and the methods of the member.
 */
type Row = readonly [
  string,
  Partial<LeadHolder>,
  'enter' | 'evidence' | 'nothing',
  'lasts' | 'passes',
  readonly string[],
]

const table: readonly Row[] = [
  ['a linked identity', { ways: [byKakao] }, 'enter', 'lasts', ['kakao']],
  [
    'an identity that ended beside something that lasts, when that is gone',
    { endedIdentities: [{ ...endedKakao, endedBy: 'provider_beside' }] },
    'evidence',
    'passes',
    [],
  ],
  ['an ended identity alone', { endedIdentities: [endedKakao] }, 'enter', 'passes', ['kakao']],
  [
    'an ended identity beside a verified e-mail',
    { endedIdentities: [endedKakao], ...verifiedEmail },
    'evidence',
    'passes',
    ['email_code'],
  ],
  [
    'an ended identity beside a number, which does not last',
    { endedIdentities: [endedKakao], ...freshNumber },
    'enter',
    'passes',
    ['sms_code', 'kakao'],
  ],
  [
    'an ended identity beside a password that only an unverified e-mail names',
    { endedIdentities: [endedKakao], ways: ['password'], ...importedEmail },
    'enter',
    'passes',
    ['password', 'kakao'],
  ],
  [
    'an ended identity beside a password that a login ID names',
    { endedIdentities: [endedKakao], ways: ['password'], loginId: 'dana' },
    'evidence',
    'passes',
    ['login_id'],
  ],
  [
    'an identity that ended when the account closed, and was restored',
    { endedIdentities: [closedKakao], ...verifiedEmail },
    'enter',
    'lasts',
    ['email_code', 'kakao'],
  ],
  ['a verified e-mail', verifiedEmail, 'enter', 'lasts', ['email_code']],
  [
    'a verified e-mail with a password',
    { ...verifiedEmail, ways: ['password'] },
    'enter',
    'lasts',
    ['password', 'email_code'],
  ],
  ['an e-mail of a merged account', { otherEmails: [other] }, 'enter', 'lasts', ['email_code']],
  ['an e-mail that somebody said', saidEmail, 'nothing', 'passes', []],
  [
    'an e-mail that somebody said, with a password',
    { ...saidEmail, ways: ['password'] },
    'nothing',
    'passes',
    [],
  ],
  ['an imported e-mail', { ...importedEmail }, 'evidence', 'passes', []],
  [
    'an imported e-mail with a password',
    { ...importedEmail, ways: ['password'] },
    'enter',
    'passes',
    ['password'],
  ],
  [
    'an imported e-mail that recovers the account',
    { ...importedEmail, ways: ['password'], ...neverProven },
    'enter',
    'passes',
    ['password', 'email_code'],
  ],
  ['the same without a password', { ...importedEmail, ...neverProven }, 'enter', 'passes', ['email_code']],
  ['a shared e-mail', { ...sharedEmail, ...neverProven }, 'evidence', 'passes', []],
  [
    'a shared e-mail with a password',
    { ...sharedEmail, ways: ['password'], ...neverProven },
    'enter',
    'passes',
    ['password'],
  ],
  [
    'an e-mail that more than three share',
    { ...crowdedEmail, ways: ['password'], ...neverProven },
    'evidence',
    'passes',
    [],
  ],
  ['a number proven recently', freshNumber, 'enter', 'passes', ['sms_code']],
  [
    'a number proven recently, with a password',
    { ...freshNumber, ways: ['password'] },
    'enter',
    'passes',
    ['password', 'sms_code'],
  ],
  ['a number proven long ago', staleNumber, 'nothing', 'passes', []],
  [
    'a number proven long ago, with a password',
    { ...staleNumber, ways: ['password'] },
    'enter',
    'passes',
    ['password'],
  ],
  ['a number of a merged account', { otherPhones: [staleNumber.phone.value] }, 'nothing', 'passes', []],
  ['an imported number', { ...importedNumber, ...neverProven }, 'nothing', 'passes', []],
  [
    'an imported number with a password',
    { ...importedNumber, ways: ['password'], ...neverProven },
    'enter',
    'passes',
    ['password'],
  ],
  ['a login ID', { loginId: 'dana' }, 'nothing', 'passes', []],
  ['a login ID with a password', { loginId: 'dana', ways: ['password'] }, 'enter', 'lasts', ['login_id']],
  ['a CI', { ci: danaCi }, 'evidence', 'passes', []],
  ['an unproven CI', { ci: danaCi, identityUnproven: true }, 'evidence', 'passes', []],
  ['a DI', { di: di('dana') }, 'evidence', 'passes', []],
  ['a passkey', { ways: [passkeyMethod({ id: passkey })] }, 'enter', 'lasts', ['passkey']],
  [
    'a passkey of this domain',
    { ways: [passkeyMethod({ id: passkey, rpId: 'example.com' })] },
    'enter',
    'lasts',
    ['passkey'],
  ],
  [
    'a passkey of another domain',
    { ways: [passkeyMethod({ id: passkey, rpId: 'www.example.com' })] },
    'nothing',
    'passes',
    [],
  ],
]

describe('what a lead opens', () => {
  it.each(table)('%s', (_, more, opened, time, methods) => {
    const member = having(more)
    const [lead] = leads(member)
    expect(lead && opens(lead, member, at)).toBe(opened)
    expect(lead && lasts(lead, member, at)).toBe(time === 'lasts')
    expect(loginMethods(member, at)).toEqual(methods)
    expect(canEnter(member, at)).toBe(methods.length > 0)
  })

  it('is nothing for a password that nothing names', () => {
    const member = having({ ways: ['password'] })
    expect(leads(member)).toEqual([])
    expect(canEnter(member, at) || hasLastingLead(member, at)).toBe(false)
  })

  it('lists each method once, in a fixed order', () => {
    const member = having({
      ways: ['identity:naver:n1', 'identity:kakao:k1', 'identity:kakao:k2', 'password'],
      ...verifiedEmail,
      ...freshNumber,
      loginId: 'dana',
    })
    expect(loginMethods(member, at)).toEqual([
      'password',
      'email_code',
      'sms_code',
      'login_id',
      'naver',
      'kakao',
    ])
  })
})

describe('the value of a lead as evidence', () => {
  it.each<readonly [string, Partial<LeadHolder>, 'verified' | 'claimed' | 'none']>([
    ['a linked identity', { ways: [byKakao] }, 'verified'],
    ['an ended identity', { endedIdentities: [endedKakao] }, 'claimed'],
    ['a verified e-mail', verifiedEmail, 'verified'],
    ['an imported e-mail', importedEmail, 'claimed'],
    ['an e-mail that somebody said', saidEmail, 'none'],
    ['a shared e-mail', sharedEmail, 'claimed'],
    ['a shared number', { phone: { ...importedNumber.phone, shared: true } }, 'claimed'],
    ['a number proven recently', freshNumber, 'verified'],
    ['a number proven long ago', staleNumber, 'none'],
    ['an imported number', importedNumber, 'none'],
    ['a login ID', { loginId: 'dana' }, 'none'],
    ['a CI', { ci: danaCi }, 'verified'],
    ['an unproven CI', { ci: danaCi, identityUnproven: true }, 'claimed'],
    ['a DI', { di: di('dana') }, 'verified'],
    ['a passkey', { ways: [passkeyMethod({ id: passkey })] }, 'none'],
    ['an unproven DI', { di: di('dana'), identityUnproven: true }, 'claimed'],
    ['a shared e-mail that no import brought', { email: { ...saidEmail.email, shared: true } }, 'claimed'],
  ])('of %s', (_, more, worth) => {
    const [lead] = leads(having(more))
    expect(lead && evidenceWorth(lead, at)).toBe(worth)
  })
})

describe('recovery by the imported e-mail', () => {
  const recoverable = { ...importedEmail, ...neverProven } as const
  it.each<readonly [string, Partial<LeadHolder>, boolean]>([
    ['of a member with nothing else', {}, true],
    ['of a member with a password that this e-mail names', { ways: ['password'] }, true],
    ['never beside a linked identity', { ways: [byKakao] }, false],
    ['never beside an ended identity, which enters', { endedIdentities: [endedKakao] }, false],
    ['never beside a login ID that names the password', { ways: ['password'], loginId: 'dana' }, false],
    [
      'never beside a login ID that reads like the e-mail and names the password',
      { ways: ['password'], loginId: dana },
      false,
    ],
    ['never beside a number that names the password', { ways: ['password'], ...importedNumber }, false],
    ['beside a number that opens nothing', importedNumber, true],
    ['never beside a number proven recently', freshNumber, false],
    ['beside a CI, which is evidence only', { ci: danaCi }, true],
    ['never of an e-mail that somebody said', saidEmail, false],
    ['never of a shared e-mail', sharedEmail, false],
  ])('%s', (_, more, isOpen) => {
    const member = having({ ...recoverable, ...more })
    expect(loginMethods(member, at).includes('email_code')).toBe(isOpen)
  })

  it('is over once anything was proven here', () => {
    const { neverProven: _, ...member } = having(recoverable)
    expect(loginMethods(member, at)).toEqual([])
  })
})

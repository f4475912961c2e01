import { describe, expect, it } from 'vitest'
import {
  becomesUnreachable,
  entersWithout,
  entersWithoutCodesTo,
  entersWithoutPasskey,
  mayHavePassword,
  mayRemovePasskey,
} from '../../../lib/domain/leads/last-lead.ts'
import type { LeadHolder } from '../../../lib/domain/leads/lead.ts'
import { passkeyMethod } from '../../../lib/domain/member/member.ts'
import {
  at,
  byKakao,
  danaCi,
  endedKakao,
  freshNumber,
  having,
  importedEmail,
  importedNumber,
  kakao,
  mail,
  other,
  passkey,
  saidEmail,
  sharedEmail,
  staleNumber,
  text,
  verifiedEmail,
} from './holders.ts'

const byPasskey = passkeyMethod({ id: passkey })

describe('removing a passkey', () => {
  it.each<readonly [string, Partial<LeadHolder>, boolean]>([
    ['is refused when nothing else is there', {}, false],
    ['is allowed beside a verified e-mail', verifiedEmail, true],
    ['is allowed beside an identity', { ways: [byPasskey, byKakao] }, true],
    ['is refused beside a number, which goes stale', freshNumber, false],
  ])('%s', (_, more, mayGo) => {
    expect(mayRemovePasskey(having({ ways: [byPasskey], ...more }), { id: passkey }, at)).toBe(mayGo)
  })
})

describe('a passkey that signs nobody in here', () => {
  it.each<readonly [string, Partial<LeadHolder>, boolean]>([
    ['may be removed beside an identity', { ways: [byKakao] }, true],
    ['may be removed beside a number, though that goes stale', freshNumber, true],
    ['stays where nothing else signs in', {}, false],
  ])('%s', (_, more, mayGo) => {
    const former = { id: passkey, rpId: 'former.example' }
    const member = having({ ...more, ways: [passkeyMethod(former), ...(more.ways ?? [])] })
    expect(mayRemovePasskey(member, former, at)).toBe(mayGo)
  })
})

describe('without a passkey, its member', () => {
  it.each<readonly [string, Partial<LeadHolder>, boolean]>([
    ['is locked out where it was all', {}, false],
    ['gets in by an identity', { ways: [byPasskey, byKakao] }, true],
    ['gets in by a number, though that goes stale', freshNumber, true],
  ])('%s', (_, more, enters) => {
    expect(entersWithoutPasskey(having({ ways: [byPasskey], ...more }), passkey, at)).toBe(enters)
  })
})

describe('a password', () => {
  it.each<readonly [string, Partial<LeadHolder>, boolean]>([
    ['has a name in a verified e-mail', verifiedEmail, true],
    ['has a name in an imported number', importedNumber, true],
    ['has a name beside an identity, which names none', { ways: [byKakao], ...verifiedEmail }, true],
    ['has a name in a login ID', { loginId: 'dana' }, true],
    ['has a name in an e-mail that few share', sharedEmail, true],
    ['has no name in an e-mail that somebody said', saidEmail, false],
    ['has no name in an identity', { ways: [byKakao] }, false],
  ])('%s', (_, more, has) => {
    expect(mayHavePassword(having(more))).toBe(has)
  })
})

describe('without an identity, a member', () => {
  it.each<readonly [string, Partial<LeadHolder>, boolean]>([
    ['who has nothing else is locked out', { ways: [byKakao] }, false],
    ['who has a number proven recently gets in', { ways: [byKakao], ...freshNumber }, true],
    ['who has a number proven long ago is locked out', { ways: [byKakao], ...staleNumber }, false],
    ['whose identity had ended and was all is locked out', { endedIdentities: [endedKakao] }, false],
    [
      'whose identity had ended beside an e-mail gets in',
      { endedIdentities: [endedKakao], ...verifiedEmail },
      true,
    ],
  ])('%s', (_, more, enters) => {
    expect(entersWithout(having(more), kakao, at)).toBe(enters)
  })
})

describe('when no mail reaches an address, its member', () => {
  it.each<readonly [string, Partial<LeadHolder>, boolean]>([
    ['is locked out where codes to it were all', verifiedEmail, false],
    ['gets in by the password that it names', { ways: ['password'], ...verifiedEmail }, true],
    [
      'gets in by the password, whatever is known beside it',
      { ways: ['password'], ...verifiedEmail, ci: danaCi },
      true,
    ],
    ['is locked out by a password that has lost its names', { ways: ['password'] }, false],
    ['gets in by the password that an import gave it', { ways: ['password'], ...importedEmail }, true],
    ['gets in by Kakao', { ways: [byKakao], ...verifiedEmail }, true],
    ['gets in by another address', { ...verifiedEmail, otherEmails: [other] }, true],
    ['is locked out by a password that nothing names', { ways: ['password'], ...saidEmail }, false],
    ['is locked out where it recovered the account', { ...importedEmail, neverProven: true }, false],
  ])('%s', (_, more, enters) => {
    expect(entersWithoutCodesTo(having(more), mail, at)).toBe(enters)
  })

  it('gets in by a password that the address does not name', () => {
    const member = having({ ways: ['password'], ...saidEmail, loginId: 'dana' })
    expect(entersWithoutCodesTo(member, mail, at)).toBe(true)
  })

  it('is locked out where the stage signs nobody in by passwords', () => {
    const closed = { ...at, doors: { ...at.doors, passwordSignIn: false } }
    const member = having({ ways: ['password'], ...verifiedEmail, loginId: 'dana' })
    expect(entersWithoutCodesTo(member, mail, closed)).toBe(false)
  })
})

describe('when no text reaches a number, its member', () => {
  it('is locked out where codes to it were all', () => {
    expect(entersWithoutCodesTo(having(freshNumber), text, at)).toBe(false)
  })

  it('gets in by the password that the number names', () => {
    expect(entersWithoutCodesTo(having({ ways: ['password'], ...freshNumber }), text, at)).toBe(true)
  })

  it('gets in by a code to the e-mail', () => {
    expect(entersWithoutCodesTo(having({ ...freshNumber, ...verifiedEmail }), text, at)).toBe(true)
  })
})

it('a member who could not get in before has not become unreachable', () => {
  expect(becomesUnreachable(having({}), having({}), at)).toBe(false)
  expect(becomesUnreachable(having(freshNumber), having(staleNumber), at)).toBe(true)
  expect(becomesUnreachable(having(freshNumber), having(verifiedEmail), at)).toBe(false)
})

import { describe, expect, it } from 'vitest'
import { mayGiveUpPassword, mayUnlink } from '../../../lib/domain/leads/last-lead.ts'
import { loginMethods } from '../../../lib/domain/leads/methods.ts'
import { hasLastingLead } from '../../../lib/domain/leads/opens.ts'
import { passkeyMethod } from '../../../lib/domain/member/member.ts'
import { allDoors, type Doors } from '../../../lib/domain/values/verification.ts'
import { at, byKakao, freshNumber, having, importedEmail, kakao, passkey, verifiedEmail } from './holders.ts'

/* A sign-in that a stage has closed lets nobody in, so it is no way that is left either. */

const without = (...closed: readonly (keyof Doors)[]) => ({
  ...at,
  doors: { ...allDoors, ...Object.fromEntries(closed.map((door) => [door, false])) },
})
const noPasswords = without('passwordSignIn')
const noCodes = without('emailCodeSignIn', 'smsCodeSignIn')

describe('a closed door', () => {
  it('is no login method', () => {
    const member = having({ ways: ['password', byKakao], ...verifiedEmail, ...freshNumber, loginId: 'dana' })
    expect(loginMethods(member, noPasswords)).toEqual(['email_code', 'sms_code', 'kakao'])
    expect(loginMethods(member, noCodes)).toEqual(['password', 'login_id', 'kakao'])
  })

  it('of one kind of code leaves the other open', () => {
    const member = having({ ...verifiedEmail, ...freshNumber })
    expect(loginMethods(member, without('emailCodeSignIn'))).toEqual(['sms_code'])
    expect(loginMethods(member, without('smsCodeSignIn'))).toEqual(['email_code'])
  })

  it('for passkeys leaves a passkey without use', () => {
    const member = having({ ways: [passkeyMethod({ id: passkey })] })
    const closed = { ...at, rpId: null }
    expect([loginMethods(member, closed), hasLastingLead(member, closed)]).toEqual([[], false])
  })

  it('is not what is left when an identity is unlinked or a password given up', () => {
    const byLoginId = having({ ways: ['password', byKakao], loginId: 'dana' })
    expect(mayUnlink(byLoginId, kakao, at)).toBe(true)
    expect(mayUnlink(byLoginId, kakao, noPasswords)).toBe(false)
    const byMail = having({ ways: ['password'], ...verifiedEmail })
    expect(mayGiveUpPassword(byMail, at)).toBe(true)
    expect(mayGiveUpPassword(byMail, noCodes)).toBe(false)
    expect(hasLastingLead(byMail, noCodes)).toBe(true)
  })

  it('makes no unverified address recover an account that the login ID would open', () => {
    const member = having({ ways: ['password'], ...importedEmail, loginId: 'dana', neverProven: true })
    expect(loginMethods(member, noPasswords)).toEqual([])
  })
})

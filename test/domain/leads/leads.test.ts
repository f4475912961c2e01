import { describe, expect, it } from 'vitest'
import { hasPassword, leads, linkedIdentities, withoutLinked } from '../../../lib/domain/leads/leads.ts'
import { passkeyMethod } from '../../../lib/domain/member/member.ts'
import { di } from '../scenes.ts'
import {
  byKakao,
  dana,
  danaCi,
  endedKakao,
  freshNumber,
  having,
  kakao,
  number,
  other,
  passkey,
  sharedEmail,
  verifiedEmail,
} from './holders.ts'

describe('what may lead to a member', () => {
  it('is nothing for a member without data', () => {
    expect(leads(having({}))).toEqual([])
  })

  it('is every identity, passkey, contact, login ID, CI and DI, each once', () => {
    const member = having({
      ways: [byKakao, passkeyMethod({ id: passkey }), 'password', 'email', 'phone'],
      endedIdentities: [{ ...endedKakao, provider: 'naver' }],
      ...verifiedEmail,
      ...freshNumber,
      otherEmails: [other],
      loginId: 'dana',
      ci: danaCi,
      di: di('dana'),
    })
    const contact = { verified: true, imported: false, shared: 'no' }
    const { provenAt } = freshNumber.phone
    expect(leads(member)).toEqual([
      { of: 'identity', identity: kakao },
      { of: 'ended_identity', identity: { ...kakao, provider: 'naver' }, endedBy: 'provider' },
      { of: 'passkey', id: passkey },
      { of: 'email', value: dana, rank: 'primary', ...contact },
      { of: 'email', value: other, rank: 'secondary', ...contact },
      { of: 'phone', value: number, rank: 'primary', provenAt, ...contact },
      { of: 'login_id', value: 'dana' },
      { of: 'ci', value: danaCi, proven: true },
      { of: 'di', value: di('dana'), proven: true },
    ])
  })

  it('is a CI and DI without proof, where nobody has checked them here', () => {
    const member = having({ ci: danaCi, di: di('dana'), identityUnproven: true })
    expect(leads(member)).toMatchObject([{ proven: false }, { proven: false }])
  })

  it('is a contact that few or too many members have', () => {
    const { sharedByFew: _, ...crowded } = sharedEmail.email
    expect(leads(having(sharedEmail))).toMatchObject([{ shared: 'few' }])
    expect(leads(having({ email: crowded }))).toMatchObject([{ shared: 'too_many' }])
  })
})

describe('a stored login method', () => {
  it('is an identity with a known provider and a subject on one line', () => {
    expect(linkedIdentities(having({ ways: [byKakao] }))).toEqual([kakao])
    const others = ['identity:myspace:1', 'identity:kakao:', 'identity:kakao:1\n2', 'password'] as const
    expect(linkedIdentities(having({ ways: others }))).toEqual([])
  })

  it('is no identity where another kind of method contains one', () => {
    expect(linkedIdentities(having({ ways: ['passkey:identity:kakao:1'] }))).toEqual([])
  })

  it('is a passkey with an id of ours, and no other text that contains one', () => {
    expect(leads(having({ ways: [passkeyMethod({ id: passkey })] }))).toEqual([
      { of: 'passkey', id: passkey },
    ])
    const method = passkeyMethod({ id: passkey, rpId: 'example.com' })
    expect(leads(having({ ways: [method] }))).toEqual([{ of: 'passkey', id: passkey, rpId: 'example.com' }])
    const others = [`identity:myspace:passkey:${passkey}`, `passkey:${passkey}\n2`, 'passkey:1'] as const
    expect(leads(having({ ways: others }))).toEqual([])
  })

  it('goes with its identity, and the others stay', () => {
    const ways = [byKakao, 'identity:naver:1', 'password'] as const
    expect(withoutLinked({ ways }, kakao)).toEqual({ ways: ['identity:naver:1', 'password'] })
  })

  it('tells whether there is a password', () => {
    expect(hasPassword(having({ ways: ['email', 'password'] }))).toBe(true)
    expect(hasPassword(having({ ways: ['email', byKakao] }))).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import {
  judgeReactivation,
  mayInvite,
  nextInvitation,
  type OwnProof,
  type ReturningMember,
  signInText,
} from '../../../lib/domain/leaving/reactivation.ts'
import { identityMethod, passkeyMethod } from '../../../lib/domain/member/member.ts'
import { allDoors } from '../../../lib/domain/values/verification.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { email, kakaoIdentity, phone, sure } from '../../support/people.ts'

const own = email('minji@example.com')
const sentAt = new Date('2026-11-22T10:00:00Z')
const at = {
  now: sentAt,
  recycledAfterSeconds: 90 * 86_400,
  sharedContacts: [],
  doors: allDoors,
  rpId: 'example.com',
}
const hashOf = (text: string): string => `hash of ${text}`
const token = { memberId: ids.member(), deactivationId: ids.deactivation(), tokenId: ids.token() }
const { deactivationId, tokenId } = token
const kakao = kakaoIdentity('9001')
const sentTo = (text: string) => ({ tokenId, toHash: hashOf(text), sentAt })
const bare: ReturningMember = {
  id: token.memberId,
  status: 'deactivated',
  version: 1,
  locale: 'ko',
  ways: [],
  deactivationId,
  invitation: sentTo(own),
}
const paused: ReturningMember = { ...bare, email: { value: own, verified: true } }
const by = { hashOf, receivesTexts: () => true }
const judged = (member: ReturningMember) => judgeReactivation(member, token, by, at)
const judge = (more: Partial<ReturningMember> = {}) => judged({ ...paused, ...more })

describe('the token of a reactivation message', () => {
  it('reactivates the member by the newest message of its own deactivation', () => {
    expect(judge()).toEqual({ kind: 'reactivate' })
  })

  it('goes by text to a member without a verified address, while the number is fresh', () => {
    const number = phone('+821012345678')
    const having = (daysAgo: number | undefined) =>
      judged({
        ...bare,
        invitation: sentTo(number),
        phone: {
          value: number,
          verified: daysAgo !== undefined,
          ...(daysAgo !== undefined && { provenAt: new Date(sentAt.getTime() - daysAgo * 86_400_000) }),
        },
      })
    expect(having(90)).toEqual({ kind: 'reactivate' })
    expect(having(91)).toEqual({ kind: 'dead' })
    const provenNow = { value: number, verified: true, provenAt: sentAt }
    const member = { ...bare, invitation: sentTo(number), phone: provenNow }
    const withoutTexts = { hashOf, receivesTexts: () => false }
    expect(judgeReactivation(member, token, withoutTexts, at)).toEqual({ kind: 'dead' })
    expect(having(undefined)).toEqual({ kind: 'dead' })
  })

  it('is worth nothing at an address that was only said', () => {
    expect(judge({ email: { value: own, verified: false } })).toEqual({ kind: 'dead' })
    expect(judge({ email: { value: own, verified: false, imported: true } })).toEqual({ kind: 'dead' })
  })

  it('is a recovery at the imported address of a member who never proved anything here', () => {
    const imported = {
      email: { value: own, verified: false, imported: true },
      ways: ['password'],
      neverProven: true,
    } as const
    expect(judge(imported)).toEqual({ kind: 'recover', email: own })
    expect(judge({ ...imported, ways: ['password', identityMethod(kakao)] })).toEqual({ kind: 'dead' })
  })

  it('ends when a newer message is sent', () => {
    expect(judge({ invitation: { ...sentTo(own), tokenId: ids.token() } })).toEqual({ kind: 'dead' })
  })

  it('ends with its deactivation, even while a later deactivation lasts', () => {
    const { deactivationId: _, ...active } = { ...paused, status: 'active' as const }
    expect(judged(active)).toEqual({ kind: 'used' })
    expect(judge({ deactivationId: ids.deactivation() })).toEqual({ kind: 'used' })
  })

  it.each(['suspended', 'withdrawn', 'merged'] as const)('does not work for a member who is %s', (status) => {
    expect(judge({ status })).toEqual({ kind: 'dead' })
  })

  it('restores a withdrawn member until the grace period ends', () => {
    const left = (milliseconds: number) =>
      judge({ status: 'withdrawn', restorableUntil: new Date(sentAt.getTime() + milliseconds) })
    expect(left(1)).toEqual({ kind: 'reactivate' })
    expect(left(0)).toEqual({ kind: 'dead' })
    expect(left(-1)).toEqual({ kind: 'dead' })
  })

  it('ends when another address replaces the address of the message', () => {
    expect(judge({ email: { value: email('other@example.com'), verified: true } })).toEqual({ kind: 'dead' })
    expect(judged(bare)).toEqual({ kind: 'dead' })
  })
})

/** A member who got a token in the response to this sign-in. */
const givenFor = (own: OwnProof) => ({ ...bare, invitation: sentTo(sure(signInText(own))) })

describe('the token in the response to a sign-in by the own passkey', () => {
  const passkey = ids.passkey()
  const having = (more: Partial<ReturningMember>) => judged({ ...givenFor({ passkey }), ...more })

  it('reactivates a member whom no message reaches', () => {
    expect(having({ ways: [passkeyMethod({ id: passkey })] })).toEqual({ kind: 'reactivate' })
  })

  it('ends with the passkey, with the stage’s passkeys, and when a message can reach the member', () => {
    const ways = [passkeyMethod({ id: passkey })]
    expect(having({ ways: [passkeyMethod({ id: ids.passkey() })] })).toEqual({ kind: 'dead' })
    const without = { ...at, rpId: null }
    const member = { ...givenFor({ passkey }), ways }
    expect(judgeReactivation(member, token, by, without)).toEqual({ kind: 'dead' })
    expect(having({ ways, email: { value: own, verified: true } })).toEqual({ kind: 'dead' })
  })

  it('is none after a sign-in by a password or a code', () => {
    expect(signInText({})).toBeUndefined()
  })
})

describe('the token in the response to a sign-in by the own identity', () => {
  const having = (more: Partial<ReturningMember>) => judged({ ...givenFor({ identity: kakao }), ...more })

  it('reactivates a member whom no message reaches, by a linked identity or one that ended with the account', () => {
    expect(having({ ways: [identityMethod(kakao)] })).toEqual({ kind: 'reactivate' })
    expect(having({ endedIdentities: [{ ...kakao, endedBy: 'closing' }] })).toEqual({ kind: 'reactivate' })
    expect(having({ endedIdentities: [{ ...kakao, endedBy: 'provider' }] })).toEqual({ kind: 'reactivate' })
  })

  it('ends with the identity, and when a message can reach the member', () => {
    expect(having({})).toEqual({ kind: 'dead' })
    const ended = { endedIdentities: [{ ...kakao, endedBy: 'provider' as const }] }
    expect(having({ ...ended, ways: ['password'], loginId: 'minji' })).toEqual({ kind: 'dead' })
    expect(having({ ways: [identityMethod(kakao)], email: { value: own, verified: true } })).toEqual({
      kind: 'dead',
    })
  })
})

describe('the next reactivation message', () => {
  it.each([
    [0, false],
    [59_999, false],
    [60_000, true],
  ])('may follow after %i milliseconds: %s', (passed, may) => {
    expect(mayInvite(paused, new Date(sentAt.getTime() + passed))).toBe(may)
  })

  it('may be sent at once when no message was sent before', () => {
    expect(mayInvite({}, sentAt)).toBe(true)
  })

  it('is the fifth at most on one day, whatever tokens go out without a message', () => {
    const next = (member: ReturningMember, by: 'message' | 'response', now: Date): ReturningMember => ({
      ...member,
      invitation: nextInvitation(member, { tokenId, toHash: 'hash', by }, now),
    })
    const later = (minutes: number) => new Date(sentAt.getTime() + minutes * 60_000)
    let member: ReturningMember = bare
    for (let message = 1; message <= 5; message += 1) {
      expect(mayInvite(member, later(message))).toBe(true)
      member = next(next(member, 'message', later(message)), 'response', later(message))
    }
    expect(member.invitation?.messages).toBe(5)
    expect(mayInvite(member, later(30))).toBe(false)
    expect(mayInvite(member, later(24 * 60))).toBe(true)
  })
})

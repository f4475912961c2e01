import { describe, expect, it } from 'vitest'
import {
  judgeReactivation,
  mayInvite,
  type ReturningMember,
} from '../../../lib/domain/leaving/reactivation.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { email, phone } from '../../support/people.ts'

const own = email('minji@example.com')
const sentAt = new Date('2026-11-22T10:00:00Z')
const hashOf = (address: string): string => `hash of ${address}`
const token = { memberId: ids.member(), deactivationId: ids.deactivation(), tokenId: ids.token() }
const { deactivationId, tokenId } = token
const paused: ReturningMember = {
  id: token.memberId,
  status: 'deactivated',
  email: { value: own, verified: true },
  locale: 'ko',
  deactivationId,
  invitation: { tokenId, toHash: hashOf(own), sentAt },
}
const byMail = { channel: 'email', value: own } as const
const judge = (more: Partial<ReturningMember> = {}) =>
  judgeReactivation({ ...paused, ...more }, token, hashOf, sentAt)

describe('the token of a reactivation mail', () => {
  it('reactivates the member by the newest mail of its own deactivation', () => {
    expect(judge()).toEqual({ kind: 'reactivate', to: byMail })
  })

  it('goes by text to a member without an address, and only to a verified number', () => {
    const number = phone('+821012345678')
    const { email: _, ...texted } = { ...paused, invitation: { tokenId, toHash: hashOf(number), sentAt } }
    const having = (verified: boolean) =>
      judgeReactivation({ ...texted, phone: { value: number, verified } }, token, hashOf, sentAt)
    expect(having(true)).toEqual({ kind: 'reactivate', to: { channel: 'sms', value: number } })
    expect(having(false)).toEqual({ kind: 'dead' })
  })

  it('verifies an address that the member never verified', () => {
    const imported = { value: own, verified: false }
    expect(judge({ email: imported })).toEqual({ kind: 'reactivate', to: byMail, verifies: own })
  })

  it('ends when a newer mail is sent', () => {
    const newer = { tokenId: ids.token(), toHash: hashOf(own), sentAt }
    expect(judge({ invitation: newer })).toEqual({ kind: 'dead' })
  })

  it('ends with its deactivation, even while a later deactivation lasts', () => {
    const { deactivationId: _, ...active } = { ...paused, status: 'active' as const }
    expect(judgeReactivation(active, token, hashOf, sentAt)).toEqual({ kind: 'used' })
    expect(judge({ deactivationId: ids.deactivation() })).toEqual({ kind: 'used' })
  })

  it.each(['suspended', 'withdrawn', 'merged'] as const)('does not work for a member who is %s', (status) => {
    expect(judge({ status })).toEqual({ kind: 'dead' })
  })

  it('restores a withdrawn member until the grace period ends', () => {
    const left = (milliseconds: number) =>
      judge({ status: 'withdrawn', restorableUntil: new Date(sentAt.getTime() + milliseconds) })
    expect(left(1)).toEqual({ kind: 'reactivate', to: byMail })
    expect(left(0)).toEqual({ kind: 'dead' })
    expect(left(-1)).toEqual({ kind: 'dead' })
  })

  it('ends when another address replaces the address of the mail', () => {
    const other = { value: email('other@example.com'), verified: false }
    expect(judge({ email: other })).toEqual({ kind: 'dead' })
    const { email: _, ...without } = paused
    expect(judgeReactivation(without, token, hashOf, sentAt)).toEqual({ kind: 'dead' })
  })
})

describe('the next reactivation mail', () => {
  it.each([
    [0, false],
    [59_999, false],
    [60_000, true],
  ])('may follow after %i milliseconds: %s', (passed, may) => {
    expect(mayInvite(paused, new Date(sentAt.getTime() + passed))).toBe(may)
  })

  it('may be sent at once when no mail was sent before', () => {
    const { invitation: _, ...without } = paused
    expect(mayInvite(without, sentAt)).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import { endedByProvider, isEnded, opensEnded, withEndedIdentity } from '../../../lib/domain/leads/ended.ts'
import type { LeadHolder } from '../../../lib/domain/leads/lead.ts'
import { member } from '../merge/members.ts'
import { at, byKakao, endedKakao, freshNumber, having, kakao, saidEmail, verifiedEmail } from './holders.ts'

const naver = { ...kakao, provider: 'naver' } as const
const endedNaver = { ...naver, endedBy: 'provider' } as const
const closedKakao = { ...kakao, endedBy: 'closing' } as const
const besideKakao = { ...kakao, endedBy: 'provider_beside' } as const

describe('an identity', () => {
  it('has ended where the member lists it as such, and only that one', () => {
    expect(isEnded(having({ endedIdentities: [endedNaver, endedKakao] }), kakao)).toBe(true)
    expect(isEnded(having({ endedIdentities: [endedNaver] }), kakao)).toBe(false)
    expect(isEnded(having({ ways: [byKakao] }), kakao)).toBe(false)
  })

  it('goes with the account if its provider ended it, and stays if the closing did', () => {
    expect(endedByProvider(having({ endedIdentities: [closedKakao, endedNaver] }))).toEqual([endedNaver])
    expect(endedByProvider(having({ endedIdentities: [besideKakao] }))).toEqual([besideKakao])
    expect(endedByProvider(having({}))).toEqual([])
  })
})

describe('an identity that only its claim knows as ended', () => {
  it('is listed beside the others, as one that its provider ended', () => {
    const before = member(1, { endedIdentities: [endedNaver] })
    expect(withEndedIdentity(before, kakao)).toEqual({ ...before, endedIdentities: [endedNaver, endedKakao] })
    expect(withEndedIdentity(member(1), kakao)).toEqual(member(1, { endedIdentities: [endedKakao] }))
  })

  it('of a closed account was ended by the closing', () => {
    const closed = { status: 'withdrawn' } as const
    expect(withEndedIdentity(member(1, closed), kakao)).toEqual(
      member(1, { ...closed, endedIdentities: [closedKakao] }),
    )
  })

  it('is listed once', () => {
    const before = member(1, { endedIdentities: [besideKakao] })
    expect(withEndedIdentity(before, kakao)).toEqual(before)
  })
})

describe('who signs in by an identity that had ended', () => {
  it.each<readonly [string, Partial<LeadHolder>, 'enter' | 'evidence']>([
    ['enters where nothing else is there', { endedIdentities: [endedKakao] }, 'enter'],
    ['enters beside a number, which goes stale', { endedIdentities: [endedKakao], ...freshNumber }, 'enter'],
    [
      'is asked for proof beside a verified e-mail',
      { endedIdentities: [endedKakao], ...verifiedEmail },
      'evidence',
    ],
    [
      'enters after a return, whatever is beside it',
      { endedIdentities: [closedKakao], ...verifiedEmail },
      'enter',
    ],
    [
      'is asked for proof for good where something had lasted beside it',
      { endedIdentities: [besideKakao], ...saidEmail },
      'evidence',
    ],
    ['is asked for proof where another one would enter', { endedIdentities: [endedNaver] }, 'evidence'],
    [
      'is asked for proof where another one is linked',
      { ways: ['identity:naver:1'], endedIdentities: [endedKakao] },
      'evidence',
    ],
    ['is asked for proof where the member never had it', {}, 'evidence'],
  ])('%s', (_, more, opened) => {
    expect(opensEnded(having(more), kakao, at)).toBe(opened)
  })

  it('enters by the one of two that the closing had ended', () => {
    const holder = having({ endedIdentities: [closedKakao, endedNaver] })
    expect(opensEnded(holder, kakao, at)).toBe('enter')
    expect(opensEnded(holder, naver, at)).toBe('evidence')
  })
})

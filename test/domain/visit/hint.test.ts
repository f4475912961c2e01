import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hintOf } from '../../../lib/domain/visit/hint.ts'
import { defaultPolicy } from '../../../lib/domain/visit/match-policy.ts'
import { compareEvidence } from '../../../lib/domain/visit/matching.ts'
import type { Shown } from '../../../lib/domain/visit/outcome.ts'
import { anyCandidate, anyEvidence } from '../arbitraries.ts'
import { at } from '../leads/holders.ts'
import { dana, member, onFile, own } from '../scenes.ts'

const known = {
  ways: ['identity:kakao:1', 'identity:kakao:2', 'password', 'email'],
  email: onFile(dana.email),
  createdAt: new Date('2023-05-17T03:00:00Z'),
} as const
const candidate = member(1, 'active', {
  email: own(dana.email),
  phone: own(dana.phone),
  name: dana.name,
  birth: dana.birth,
  ci: dana.ci,
})
const showing = (...shows: readonly Shown[]) =>
  hintOf({ candidate, shows, hinted: true }, known, at, 'Asia/Seoul')

describe('a hint', () => {
  it('says when the member joined, and how the member comes in', () => {
    expect(showing()).toEqual({ joinedMonth: '2023-05', methods: ['password', 'email_code', 'kakao'] })
  })

  it.each([
    ['Asia/Seoul', '2024-01'],
    ['America/New_York', '2023-12'],
    ['UTC', '2023-12'],
  ])('gives the month by the clocks of %s', (timeZone, joinedMonth) => {
    const lateInDecember = { ...known, createdAt: new Date('2023-12-31T15:00:00Z') }
    const match = { candidate, shows: [], hinted: true } as const
    expect(hintOf(match, lateInDecember, at, timeZone).joinedMonth).toBe(joinedMonth)
  })

  it.each([
    ['email', { email: 'd*****@devlabs.co.kr' }],
    ['phone', { phone: '***-****-**78' }],
    ['name', { name: '김**' }],
  ] as const)('shows the %s masked, and nothing else, where only that may be shown', (shown, field) => {
    const { joinedMonth: _, methods: __, ...rest } = showing(shown)
    expect(rest).toEqual(field)
  })

  it('leaves out missing values', () => {
    const nobody = {
      candidate: member(2, 'active'),
      shows: ['email', 'phone', 'name'],
      hinted: true,
    } as const
    expect(Object.keys(hintOf(nobody, known, at, 'Asia/Seoul'))).toEqual(['joinedMonth', 'methods'])
  })

  it('never shows a value that the provider did not verify as equal', () => {
    fc.assert(
      fc.property(anyEvidence, anyCandidate, (evidence, met) => {
        const hint = hintOf(compareEvidence(evidence, met, defaultPolicy).match, known, at, 'Asia/Seoul')
        if (evidence.email === undefined || evidence.email.trust === 'unverified') {
          expect(hint).not.toHaveProperty('email')
        }
        if (evidence.phone === undefined || evidence.phone.trust === 'unverified') {
          expect(hint).not.toHaveProperty('phone')
        }
        if (evidence.name === undefined) expect(hint).not.toHaveProperty('name')
        expect(hint).not.toHaveProperty('birth')
        expect(hint).not.toHaveProperty('ci')
      }),
    )
  })
})

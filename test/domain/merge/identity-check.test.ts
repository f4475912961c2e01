import { describe, expect, it } from 'vitest'
import { areTwoPeople } from '../../../lib/domain/leads/person.ts'
import type { Member } from '../../../lib/domain/member/member.ts'
import {
  checkedMember,
  checkedOwner,
  judgeCheck,
  type VerifiedPerson,
} from '../../../lib/domain/merge/identity-check.ts'
import { ci, memberId, onFile as own, phone } from '../scenes.ts'

const person: VerifiedPerson = {
  name: '김다나',
  birth: { year: 1990, monthDay: '0412', calendar: 'solar' },
  phone: phone('010-1234-5678'),
  ci: ci('dana'),
  source: 'portone:DANAL',
  verifiedAt: new Date('2026-11-22T10:00:00Z'),
}
const report = { kind: 'verified', channel: 'live', nonce: 'ours', age: 30, person } as const
const rules = { isOurNonce: (nonce: string) => nonce === 'ours', acceptsTestChannel: false }
const member = (more: Partial<Member> = {}): Member => ({
  id: memberId(1),
  status: 'active',
  version: 1,
  ways: ['password'],
  attributes: {},
  locale: 'ko',
  credentialsVersion: 0,
  createdAt: new Date(0),
  ...more,
})

/** Nobody shares a contact. */
const alone = { sharedContacts: [] }

describe('a report of the gateway', () => {
  it('is accepted when it is live, recent and ours', () => {
    expect(judgeCheck(report, rules)).toEqual({ kind: 'sound', person })
    expect(judgeCheck({ ...report, channel: 'test' }, { ...rules, acceptsTestChannel: true }).kind).toBe(
      'sound',
    )
  })

  it.each([
    ['test_channel', { channel: 'test' }],
    ['foreign_nonce', { nonce: 'theirs' }],
    ['not_recent', { age: 961 }],
    ['not_recent', { age: -61 }],
  ] as const)('is rejected: %s', (why, over) => {
    expect(judgeCheck({ ...report, ...over }, rules)).toEqual({ kind: 'worthless', why })
  })

  it('is rejected without a nonce, and without both a CI and a DI', () => {
    const { nonce: _, ...without } = report
    expect(judgeCheck(without, rules)).toEqual({ kind: 'worthless', why: 'foreign_nonce' })
    const { ci: _ci, ...nobody } = person
    expect(judgeCheck({ ...report, person: nobody }, rules)).toEqual({ kind: 'worthless', why: 'nobody' })
    expect(judgeCheck({ kind: 'not_done' }, rules)).toEqual({ kind: 'not_done' })
  })
})

describe('the owner of an identity check', () => {
  it('is found by the CI before the DI', () => {
    expect(checkedOwner(memberId(1), {})).toEqual({ kind: 'nobody' })
    expect(checkedOwner(memberId(1), { ci: memberId(1), di: memberId(2) })).toEqual({ kind: 'self' })
    expect(checkedOwner(memberId(1), { di: memberId(2) })).toMatchObject({ kind: 'other' })
  })

  it('is somebody else’s when the CIs differ, and only then', () => {
    expect(areTwoPeople(member({ ci: ci('bada') }), person)).toBe(true)
    expect(areTwoPeople(member({ ci: ci('dana') }), person)).toBe(false)
    expect(areTwoPeople(member(), person)).toBe(false)
  })

  it('is the member’s own where the CI was never checked here', () => {
    expect(areTwoPeople(member({ ci: ci('bada'), identityUnproven: true }), person)).toBe(false)
  })
})

describe('a member after an identity check', () => {
  it('has the missing values of the check, and a number that no member has', () => {
    expect(checkedMember(member(), person, {}, alone)).toMatchObject({
      name: '김다나',
      birth: person.birth,
      ci: ci('dana'),
      identitySource: 'portone:DANAL',
      identityVerifiedAt: person.verifiedAt,
      phone: { value: person.phone, verified: true, provenAt: person.verifiedAt },
      ways: ['password', 'phone'],
    })
  })

  it('has its own number verified', () => {
    const before = member({ phone: own(phone('010-1234-5678'), false) })
    const after = checkedMember(before, person, { phone: memberId(1) }, alone)
    expect(after.phone).toMatchObject({ verified: true })
  })

  it.each([
    ['another number', { phone: own(phone('010-8765-4321')) }, {}],
    ['a number of somebody else', {}, { phone: memberId(2) }],
  ])('keeps %s', (_, more, owners) => {
    const before = member(more)
    const after = checkedMember(before, person, owners, alone)
    expect({ phone: after.phone, ways: after.ways }).toEqual({ phone: before.phone, ways: before.ways })
  })

  it('has what was checked in the place of a CI and DI that nobody had checked here', () => {
    const before = member({ ci: ci('bada'), identityUnproven: true, neverProven: true })
    const after = checkedMember(before, person, {}, alone)
    expect(after.ci).toBe(ci('dana'))
    expect(after).not.toHaveProperty('identityUnproven')
    expect(after).not.toHaveProperty('neverProven')
  })

  it('has a number verified that it only said, and that leads to nobody', () => {
    const before = member({ phone: own(phone('010-1234-5678'), false) })
    expect(checkedMember(before, person, {}, alone).phone).toMatchObject({ verified: true })
    expect(checkedMember(before, person, { phone: memberId(2) }, alone).phone).toBe(before.phone)
  })

  it('keeps its own name', () => {
    expect(checkedMember(member({ name: '이바다' }), person, {}, alone).name).toBe('이바다')
  })
})

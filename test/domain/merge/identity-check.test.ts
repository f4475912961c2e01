import { describe, expect, it } from 'vitest'
import { areTwoPeople } from '../../../lib/domain/leads/person.ts'
import type { Member } from '../../../lib/domain/member/member.ts'
import {
  checkedMember,
  checkedOnLink,
  checkedOwner,
  checkedProfile,
  judgeCheck,
  type VerifiedPerson,
  withCheckOnLink,
} from '../../../lib/domain/merge/identity-check.ts'
import type { Birth, ProviderProfile } from '../../../lib/domain/values/evidence.ts'
import { ci, di, identity, memberId, onFile as own, phone } from '../scenes.ts'

const birth: Birth = { year: 1990, monthDay: '0412', calendar: 'solar' }
const person: VerifiedPerson = {
  name: '김다나',
  birth,
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
    ['foreign_nonce', { nonce: '' }],
  ] as const)('is rejected: %s', (why, over) => {
    expect(judgeCheck({ ...report, ...over }, rules)).toEqual({ kind: 'worthless', why })
  })

  it('is recent for fifteen minutes, and a minute more for two clocks that differ', () => {
    expect(judgeCheck({ ...report, age: 960 }, rules).kind).toBe('sound')
    expect(judgeCheck({ ...report, age: -60 }, rules).kind).toBe('sound')
  })

  it('is accepted with a DI alone', () => {
    const { ci: _, ...rest } = person
    expect(judgeCheck({ ...report, person: { ...rest, di: di('dana') } }, rules).kind).toBe('sound')
  })

  it('without a nonce is not even compared', () => {
    const { nonce: _, ...without } = report
    const asked: string[] = []
    const isOurNonce = (nonce: string) => asked.push(nonce) > 0
    expect(judgeCheck(without, { ...rules, isOurNonce })).toEqual({ kind: 'worthless', why: 'foreign_nonce' })
    expect(asked).toEqual([])
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
    expect(checkedOwner(memberId(1), { di: memberId(2) })).toEqual({
      kind: 'other',
      member: { id: memberId(2), status: 'active' },
    })
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

  it('keeps its own gender and its own DI, and has those of the check where it had none', () => {
    const told = { ...person, gender: 'female', di: di('dana') }
    expect(checkedMember(member(), told, {}, alone)).toMatchObject({ gender: 'female', di: di('dana') })
    const before = member({ gender: 'male', di: di('older') })
    expect(checkedMember(before, told, {}, alone)).toMatchObject({ gender: 'male', di: di('older') })
  })

  it('has a DI that is free or its own, and none of another member', () => {
    const told = { ...person, di: di('dana') }
    expect(checkedMember(member(), told, { di: memberId(1) }, alone).di).toBe(di('dana'))
    expect(checkedMember(member(), told, { di: memberId(2) }, alone)).not.toHaveProperty('di')
  })

  it('has no number from a check that tells none, nor where families share numbers', () => {
    const { phone: _, ...silent } = person
    expect(checkedMember(member(), silent, {}, alone)).not.toHaveProperty('phone')
    expect(checkedMember(member(), person, {}, { sharedContacts: ['phone'] })).not.toHaveProperty('phone')
    expect(checkedMember(member(), person, {}, { sharedContacts: ['email'] })).toHaveProperty('phone')
  })
})

describe('a member whose visit with an identity check is linked', () => {
  const check = { source: 'portone:DANAL', verifiedAt: person.verifiedAt }
  const visit = { ci: ci('dana'), di: di('dana'), check }

  it('is left alone by a visit without a check', () => {
    expect(checkedOnLink(member(), { ci: ci('dana') }, {})).toBeUndefined()
  })

  it('has what the check found', () => {
    const checked = checkedOnLink(member(), visit, {})
    expect(checked).toEqual({ ci: ci('dana'), di: di('dana'), ...check, frees: [] })
  })

  it('keeps what an earlier check found', () => {
    const before = member({ ci: ci('dana'), di: di('older') })
    expect(checkedOnLink(before, visit, {})).toEqual({
      ci: ci('dana'),
      di: di('older'),
      ...check,
      frees: [],
    })
  })

  it('loses what nobody had checked and the check contradicts', () => {
    const before = member({ ci: ci('bada'), di: di('bada'), identityUnproven: true })
    expect(checkedOnLink(before, visit, {})).toMatchObject({
      ci: ci('dana'),
      di: di('dana'),
      frees: [
        { of: 'ci', value: ci('bada') },
        { of: 'di', value: di('bada') },
      ],
    })
  })

  it('has proof of what the check confirms, and loses nothing', () => {
    const before = member({ ci: ci('dana'), di: di('dana'), identityUnproven: true })
    expect(checkedOnLink(before, visit, { di: memberId(1) })).toMatchObject({ di: di('dana'), frees: [] })
  })

  it('has no DI of another member', () => {
    expect(checkedOnLink(member(), visit, { di: memberId(2) })).toEqual({
      ci: ci('dana'),
      ...check,
      frees: [],
    })
  })

  it('is written with the check’s source and time, and nothing unproven', () => {
    const before = member({ ci: ci('bada'), identityUnproven: true, name: '김다나' })
    const found = { identityVerifiedAt: check.verifiedAt, identitySource: check.source }
    expect(withCheckOnLink(before, { ci: ci('dana'), ...check, frees: [] })).toStrictEqual(
      member({ name: '김다나', ci: ci('dana'), ...found }),
    )
    expect(withCheckOnLink(before, { di: di('dana'), ...check, frees: [] })).toStrictEqual(
      member({ name: '김다나', di: di('dana'), ...found }),
    )
  })
})

describe('a visitor’s profile after an identity check', () => {
  const { name, source, verifiedAt } = person
  const told: VerifiedPerson = { ...person, gender: 'female', di: di('dana') }
  const empty: ProviderProfile = { identity, refused: [], terms: [] }

  it('has all that the check tells, and the number counts as verified today', () => {
    expect(checkedProfile(empty, told)).toStrictEqual({
      ...empty,
      name,
      birth,
      gender: 'female',
      phone: { value: phone('010-1234-5678'), trust: 'vouched' },
      ci: ci('dana'),
      di: di('dana'),
      check: { source, verifiedAt },
    })
  })

  it('keeps the provider’s name, gender and number, and not its CI and birth date', () => {
    const said: ProviderProfile = {
      ...empty,
      name: '이바다',
      gender: 'male',
      phone: { value: phone('010-8765-4321'), trust: 'verified_once' },
      ci: ci('bada'),
      birth: { year: 1991, calendar: 'solar' },
    }
    expect(checkedProfile(said, told)).toStrictEqual({
      ...said,
      birth,
      ci: ci('dana'),
      di: di('dana'),
      check: { source, verifiedAt },
    })
  })

  it('keeps all that the provider said where the check tells nothing', () => {
    const said: ProviderProfile = { ...empty, name, birth, ci: ci('dana') }
    expect(checkedProfile(said, { name, source, verifiedAt })).toStrictEqual({
      ...said,
      check: { source, verifiedAt },
    })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Member, OwnContact } from '../../../lib/domain/member/member.ts'
import { unite, uniteByCheck } from '../../../lib/domain/merge/merge.ts'
import type { DiHash } from '../../../lib/domain/values/evidence.ts'
import { ci, email, memberId, onFile as own, phone } from '../scenes.ts'

const member = (n: number, more: Partial<Member> = {}): Member => ({
  id: memberId(n),
  status: 'active',
  version: 1,
  ways: [],
  attributes: {},
  locale: 'ko',
  credentialsVersion: 0,
  createdAt: new Date(0),
  ...more,
})
const isDi = (value: string): value is DiHash => value.startsWith('di:')
const di = (name: string): DiHash => {
  const hash = `di:${name}`
  if (!isDi(hash)) throw new Error('no DI')
  return hash
}

const [a, b] = [email('a@example.com'), email('b@example.com')]
/** What an import brought, and nobody verified. */
const imported = <Value>(value: Value): OwnContact<Value> => ({ ...own(value, false), imported: true })

describe('an address in a merge', () => {
  it.each<
    [string, OwnContact<typeof a> | undefined, OwnContact<typeof a> | undefined, object, object[], object[]]
  >([
    ['fills an empty place', undefined, own(b), { email: own(b) }, [{ value: b }], []],
    [
      'fills an empty place, verified or not',
      undefined,
      imported(b),
      { email: imported(b) },
      [{ value: b }],
      [],
    ],
    [
      'that somebody said fills it as well, and claims nothing',
      undefined,
      own(b, false),
      { email: own(b, false) },
      [],
      [],
    ],
    ['that somebody said is dropped, and frees nothing', own(a), own(b, false), {}, [], []],
    ['stands beside the survivor’s own', own(a), own(b), { otherEmails: [b] }, [{ value: b }], []],
    ['is let go when nobody verified it', own(a), imported(b), {}, [], [{ value: b, from: 'other' }]],
    [
      'takes the place of one that nobody verified',
      imported(a),
      own(b),
      { email: own(b) },
      [{ value: b }],
      [{ value: a, from: 'survivor' }],
    ],
    ['stays where the other has none', own(a), undefined, {}, [], []],
  ])('%s', (_, mine, theirs, fills, moves, frees) => {
    const union = unite(
      member(1, mine === undefined ? {} : { email: mine }),
      member(2, theirs === undefined ? {} : { email: theirs }),
    )
    expect(union.fills).toEqual(fills)
    expect(union.moves).toHaveLength(moves.length)
    expect(union.moves).toMatchObject(moves)
    expect(union.frees).toHaveLength(frees.length)
    expect(union.frees).toMatchObject(frees)
  })

  it('that came with an earlier merge moves along', () => {
    const other = member(2, { email: own(b), otherEmails: [email('c@example.com')] })
    expect(unite(member(1, { email: own(a) }), other).fills.otherEmails).toEqual([b, 'c@example.com'])
  })
})

it('the values of the survivor win, and missing values are filled', () => {
  const survivor = member(1, { name: '김하나', attributes: { position: 'cook' }, ways: ['password'] })
  const other = member(2, {
    name: '김둘',
    gender: 'female',
    externalId: 'old-2',
    attributes: { position: 'waiter', interests: ['tea'] },
    ways: ['password', 'email'],
    ci: ci('dana'),
    di: di('dana'),
  })
  expect(unite(survivor, other)).toMatchObject({
    fills: {
      gender: 'female',
      externalId: 'old-2',
      attributes: { position: 'cook', interests: ['tea'] },
      ci: ci('dana'),
      di: di('dana'),
    },
    ways: ['password', 'email'],
    movesPassword: false,
    moves: [{ of: 'ci' }, { of: 'di' }],
  })
  expect(unite(survivor, other).fills).not.toHaveProperty('name')
  expect(unite(member(1), other).movesPassword).toBe(true)
})

it('the DI of the survivor is kept when one person has two', () => {
  const union = unite(member(1, { di: di('new') }), member(2, { di: di('old') }))
  expect(union).toMatchObject({ moves: [], frees: [{ of: 'di', value: di('old'), from: 'other' }] })
})

describe('a CI or DI that nobody has checked here', () => {
  const unproven = { identityUnproven: true } as const
  it('gives way to a proven one, and takes the place of none', () => {
    const old = { ci: ci('bada'), di: di('bada'), ...unproven }
    const checked = { ci: ci('dana'), di: di('dana') }
    expect(unite(member(1, old), member(2, checked))).toMatchObject({
      fills: checked,
      identityUnproven: false,
      moves: [{ value: ci('dana') }, { value: di('dana') }],
      frees: [
        { value: ci('bada'), from: 'survivor' },
        { value: di('bada'), from: 'survivor' },
      ],
    })
    expect(unite(member(1, checked), member(2, old))).toMatchObject({
      fills: {},
      identityUnproven: false,
      moves: [],
      frees: [
        { value: ci('bada'), from: 'other' },
        { value: di('bada'), from: 'other' },
      ],
    })
  })

  it('comes along where there is none, and still counts as unproven', () => {
    expect(unite(member(1), member(2, { ci: ci('dana'), ...unproven }))).toMatchObject({
      fills: { ci: ci('dana') },
      identityUnproven: true,
      moves: [{ of: 'ci' }],
      frees: [],
    })
  })

  it('gives way to the check that a merge comes from', () => {
    const check = { ci: ci('dana'), source: 'portone:DANAL', verifiedAt: new Date(1) }
    const other = member(2, { ci: ci('dana'), ...unproven })
    expect(uniteByCheck(member(1, { ci: ci('bada'), ...unproven }), other, check)).toMatchObject({
      fills: { ci: ci('dana') },
      identityUnproven: false,
      moves: [{ of: 'ci', value: ci('dana') }],
      claims: [],
      frees: [{ of: 'ci', value: ci('bada'), from: 'survivor' }],
    })
  })
})

it('what a check found out is recorded with the merge that it led to', () => {
  const [survivor, other] = [member(1), member(2, { ci: ci('dana') })]
  const check = { ci: ci('dana'), di: di('dana'), source: 'portone:DANAL', verifiedAt: new Date(1) }
  expect(uniteByCheck(survivor, other, check)).toMatchObject({
    fills: {
      ci: ci('dana'),
      di: di('dana'),
      identitySource: 'portone:DANAL',
      identityVerifiedAt: new Date(1),
    },
    claims: [{ of: 'di', value: di('dana') }],
  })
})

const known = <Value>(value: Value, verified: boolean) => (verified ? own(value) : imported(value))
const contact = fc.option(fc.record({ which: fc.constantFrom('x', 'y', 'z'), verified: fc.boolean() }), {
  nil: undefined,
})

it('every claim of the other member moves or ends, and no verified address is released', () => {
  fc.assert(
    fc.property(contact, contact, contact, contact, (mail, number, otherMail, otherNumber) => {
      const file = (n: number, e: typeof mail, p: typeof number): Partial<Member> => ({
        ...(e && { email: known(email(`${e.which}${n}@example.com`), e.verified) }),
        ...(p && { phone: known(phone(`010-1234-567${n}`), p.verified) }),
      })
      const [survivor, other] = [member(1, file(1, mail, number)), member(2, file(2, otherMail, otherNumber))]
      const { fills, moves, frees } = unite(survivor, other)
      const heir = { ...survivor, ...fills }
      const kept: unknown[] = [
        heir.email?.value,
        heir.phone?.value,
        heir.otherEmails,
        heir.otherPhones,
      ].flat()
      const gone: unknown[] = frees.map(({ value }) => value)
      for (const one of [survivor.email, survivor.phone, other.email, other.phone]) {
        if (one === undefined) continue
        expect(kept.includes(one.value)).toBe(!gone.includes(one.value))
        if (one.verified) expect(kept).toContain(one.value)
      }
      for (const { value } of moves) expect([other.email?.value, other.phone?.value]).toContain(value)
    }),
  )
})

describe('a login ID in a merge', () => {
  it('moves to a survivor without one, and ends beside another', () => {
    const claim = { of: 'login_id', value: 'dana' }
    const moved = unite(member(1), { ...member(2), loginId: 'Dana' })
    expect(moved.fills).toMatchObject({ loginId: 'Dana' })
    expect(moved.moves).toEqual([claim])
    const ended = unite({ ...member(1), loginId: 'sora' }, { ...member(2), loginId: 'Dana' })
    expect(ended.fills).not.toHaveProperty('loginId')
    expect([ended.moves, ended.frees]).toEqual([[], [{ ...claim, from: 'other' }]])
  })
})

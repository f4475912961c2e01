import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Member, OwnContact } from '../../../lib/domain/member/member.ts'
import { unite, uniteByCheck } from '../../../lib/domain/merge/merge.ts'
import { ci, di, email, identity, onFile as own, phone } from '../scenes.ts'
import { member } from './members.ts'

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
    expect([moved.moves, moved.frees]).toEqual([[claim], []])
    const ended = unite({ ...member(1), loginId: 'sora' }, { ...member(2), loginId: 'Dana' })
    expect(ended.fills).not.toHaveProperty('loginId')
    expect([ended.moves, ended.frees]).toEqual([[], [{ ...claim, from: 'other' }]])
  })
})

describe('the identities that ended, in a merge', () => {
  const closed = { ...identity, endedBy: 'closing' } as const
  const removed = { ...identity, provider: 'naver', endedBy: 'provider' } as const
  it('come along if the account was closed and restored, and go if their provider ended them', () => {
    const other = member(2, { endedIdentities: [closed, removed] })
    expect(unite(member(1), other).endedIdentities).toEqual([closed])
    expect(unite(member(1), member(2)).endedIdentities).toEqual([])
  })
})

it('a merge of two members without anything moves nothing and ends nothing', () => {
  expect(unite(member(1), member(2))).toStrictEqual({
    fills: {},
    ways: [],
    endedIdentities: [],
    movesPassword: false,
    identityUnproven: false,
    moves: [],
    claims: [],
    frees: [],
  })
})

it('a merge of two passwords keeps the survivor’s', () => {
  const password = { ways: ['password'] } as const
  expect(unite(member(1, password), member(2, password)).movesPassword).toBe(false)
  expect(unite(member(1, password), member(2)).movesPassword).toBe(false)
})

describe('a contact that several members share, in a merge', () => {
  const [mail, number] = [
    { ...imported(a), shared: true as const },
    { ...imported(phone('010-1234-5678')), shared: true as const },
  ]
  it('comes along where the survivor has none, and nobody’s claim moves', () => {
    const union = unite(member(1), member(2, { email: mail, phone: number }))
    expect(union).toMatchObject({ fills: { email: mail, phone: number }, moves: [], frees: [] })
  })

  it('of the survivor gives way to a contact of the other’s own', () => {
    const union = unite(member(1, { email: mail }), member(2, { email: own(b) }))
    expect(union).toMatchObject({ fills: { email: own(b) }, moves: [{ of: 'email', value: b }], frees: [] })
  })
})

describe('a merge after an identity check', () => {
  const check = { ci: ci('dana'), di: di('dana'), source: 'portone:DANAL', verifiedAt: new Date(1) }
  const unproven = { identityUnproven: true } as const
  const found = { identitySource: 'portone:DANAL', identityVerifiedAt: new Date(1) }
  const old = { ci: ci('bada'), di: di('bada') }

  it('claims what neither member had', () => {
    expect(uniteByCheck(member(1), member(2), check)).toMatchObject({
      fills: { ci: ci('dana'), di: di('dana'), ...found },
      moves: [],
      claims: [
        { of: 'ci', value: ci('dana') },
        { of: 'di', value: di('dana') },
      ],
      frees: [],
    })
  })

  it('claims nothing that a member has, and nothing that it did not find', () => {
    const { di: _, ...withoutDi } = check
    const { claims, fills, frees } = uniteByCheck(
      member(1, { ci: ci('dana'), di: di('older') }),
      member(2),
      check,
    )
    expect({ claims, fills, frees }).toEqual({ claims: [], fills: found, frees: [] })
    expect(uniteByCheck(member(1, { ci: ci('dana') }), member(2), withoutDi)).toMatchObject({
      claims: [],
      fills: found,
    })
  })

  it.each([
    ['survivor', member(1, { ...old, ...unproven }), member(2)],
    ['other', member(1), member(2, { ...old, ...unproven })],
  ] as const)('ends a CI and DI of the %s that it contradicts', (from, survivor, other) => {
    expect(uniteByCheck(survivor, other, check)).toEqual({
      ...unite(member(1), member(2)),
      fills: { ci: ci('dana'), di: di('dana'), ...found },
      claims: [
        { of: 'ci', value: ci('dana') },
        { of: 'di', value: di('dana') },
      ],
      frees: [
        { of: 'ci', value: ci('bada'), from },
        { of: 'di', value: di('bada'), from },
      ],
    })
  })

  it('proves a CI and DI that it confirms, and ends nothing', () => {
    const confirmed = { ci: ci('dana'), di: di('dana'), ...unproven }
    const { claims, fills, frees, identityUnproven } = uniteByCheck(member(1, confirmed), member(2), check)
    expect({ claims, fills, frees, identityUnproven }).toEqual({
      claims: [],
      fills: found,
      frees: [],
      identityUnproven: false,
    })
  })

  it('confirms a DI alone, and ends the CI beside it', () => {
    const half = { ci: ci('bada'), di: di('dana'), ...unproven }
    const { claims, frees } = uniteByCheck(member(1, half), member(2), check)
    expect(claims).toEqual([{ of: 'ci', value: ci('dana') }])
    expect(frees).toEqual([{ of: 'ci', value: ci('bada'), from: 'survivor' }])
  })

  it.each([
    ['CI', { ci: ci('bada') }, [{ of: 'ci', value: ci('bada'), from: 'survivor' }]],
    ['DI', { di: di('bada') }, [{ of: 'di', value: di('bada'), from: 'survivor' }]],
  ] as const)('ends a %s that stands alone, and nothing beside it', (_, half, frees) => {
    expect(uniteByCheck(member(1, { ...half, ...unproven }), member(2), check).frees).toEqual(frees)
  })

  it('ends nothing of a member whom an earlier check has told', () => {
    const { moves, frees } = uniteByCheck(member(1), member(2, { ci: ci('dana'), di: di('older') }), check)
    expect(moves).toEqual([
      { of: 'ci', value: ci('dana') },
      { of: 'di', value: di('older') },
    ])
    expect(frees).toEqual([])
  })
})

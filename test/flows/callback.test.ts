import { describe, expect, it } from 'vitest'
import { identityMethod } from '../../lib/domain/member/member.ts'
import { callback } from '../../lib/flows/callback.ts'
import { nameOf } from '../support/kept.ts'
import { kakaoIdentity, memberOf, phone, profileOf, sure } from '../support/people.ts'
import { beginning, openWorld, problemOf } from '../support/world.ts'
import { codeChallenge, direct, registrationOf, sessionOf, startedDirect } from './visits.ts'

const visitor = kakaoIdentity('9001')
const halfAnHourLater = new Date(beginning.getTime() + 1_800_000)

describe('a first visit', () => {
  it('is kept until the visitor registers, and no member exists before', async () => {
    const world = openWorld()
    const { row, result } = await direct(world)
    expect(row).toBe(12)
    expect(result).toMatchObject({ outcome: 'registration_required', expiresIn: 600, familyMember: false })
    expect(world.kept.members.size).toBe(0)
    expect(world.kept.sessions.size).toBe(0)
    const { pending } = sure([...world.kept.pending.values()][0])
    expect(pending).toMatchObject({
      clientId: 'app',
      codeChallenge,
      authTime: beginning,
      amr: ['kakao'],
      createdAt: beginning,
      expiresAt: halfAnHourLater,
    })
    expect(world.kept.claims.get(nameOf(visitor))).toEqual({
      ...visitor,
      state: 'pending',
      dueAt: halfAnHourLater,
    })
  })

  it('gives a register token that names this visit and works once', async () => {
    const world = openWorld()
    const { registerToken } = registrationOf(await direct(world))
    const { pending } = sure([...world.kept.pending.values()][0])
    expect(await world.tokens.flow.read('register', registerToken)).toEqual({
      pendingId: pending.id,
      tokenId: pending.tokenId,
    })
  })

  it('shows the visitor’s own data, the missing items, and the terms in the visitor’s language', async () => {
    const world = openWorld()
    const { email: _, ...withoutEmail } = profileOf('9001', {
      phone: { value: phone('+82 10-0000-6789'), trust: 'vouched' },
      nickname: '다은',
      terms: [{ tag: 'service', agreed: true, source: 'kakao_sync' }],
    })
    world.kakao.visitor = withoutEmail
    const { profile, missing, terms, identity } = registrationOf(await direct(world))
    expect(identity).toEqual(visitor)
    expect(profile).toEqual({ name: '김다은', nickname: '다은', phone: '+821000006789' })
    expect(missing).toEqual(['email'])
    expect(terms.map(({ tag, title, agreed }) => [tag, title, agreed])).toEqual([
      ['service', 'service 약관', true],
      ['privacy', 'privacy 약관', undefined],
      ['marketing', 'marketing 약관', undefined],
    ])
  })

  it('says when a sibling service already knows the visitor', async () => {
    const match = { ...openWorld().stage.match, siblingTags: ['sibling'] }
    const world = openWorld({ match })
    world.kakao.visitor = profileOf('9001', {
      terms: [{ tag: 'sibling', agreed: true, source: 'kakao_sync' }],
    })
    expect(await direct(world)).toMatchObject({ row: 11, result: { familyMember: true } })
  })

  it('calls the provider once, however often the visit is decided', async () => {
    const world = openWorld()
    let looks = 0
    const keep: typeof world.pendingConnections.keep = async (...visit) => {
      looks += 1
      return looks < 3 ? 'conflict' : world.pendingConnections.keep(...visit)
    }
    const busy = { ...world, pendingConnections: { ...world.pendingConnections, keep } }
    expect(await direct(busy)).toMatchObject({ row: 12 })
    expect(world.kakao.asked).toEqual(['redeemCode', 'fetchProfile'])
  })
})

describe('a visit of a member', () => {
  it('opens a session with its method and time, without fetching the profile', async () => {
    const world = openWorld()
    const member = world.admit('9001', memberOf('9001', { externalId: 'old-1' }))
    const { row, result } = await direct(world)
    expect(row).toBe(1)
    expect(result).toMatchObject({
      outcome: 'signed_in',
      created: false,
      member: { id: member.id },
      tokenType: 'Bearer',
      expiresIn: 600,
      clientId: 'app',
    })
    expect(world.kakao.asked).toEqual(['redeemCode'])
    const [session] = [...world.kept.sessions.values()]
    expect(session).toMatchObject({
      memberId: member.id,
      generation: 0,
      signIn: { authTime: beginning, amr: ['kakao'], identity: visitor },
    })
  })

  it('issues tokens of that same session', async () => {
    const world = openWorld()
    const member = world.admit('9001', memberOf('9001'))
    const { accessToken, refreshToken } = sessionOf(await direct(world))
    const session = sure([...world.kept.sessions.values()][0])
    expect(await world.tokens.access.read(accessToken, 'fresh_enough')).toMatchObject({
      memberId: member.id,
      sessionId: session.id,
    })
    expect(world.tokens.refresh.read(refreshToken)).toMatchObject({
      sessionId: session.id,
      hash: session.refreshHash,
    })
  })

  it.each([
    ['deactivated', 2, 'member_deactivated', { user_mapping: 'DEACTIVATION_USER' }],
    ['suspended', 3, 'member_suspended', {}],
    ['withdrawn', 23, 'member_withdrawn', { restorableUntil: '2026-12-01T00:00:00.000Z' }],
  ] as const)('is refused when the member becomes %s at that moment', async (status, row, code, extras) => {
    const world = openWorld()
    world.admit('9001', memberOf('9001', { status, restorableUntil: new Date('2026-12-01') }))
    expect(await problemOf(direct(world))).toMatchObject({ row, code, extras })
    expect(world.kept.sessions.size).toBe(0)
    expect(world.kept.used.size).toBe(0)
  })

  it('is decided again when the identity no longer leads to the member', async () => {
    const world = openWorld()
    const member = world.admit('9001', memberOf('9001'))
    const open: typeof world.sessions.open = async (session, way, once) => {
      world.kept.claims.delete(nameOf(visitor))
      world.kept.members.set(member.id, { ...member, ways: ['email'], email: sure(member.email) })
      return world.sessions.open(session, way, once)
    }
    const { row } = await direct({ ...world, sessions: { ...world.sessions, open } })
    expect(row).toBe(5)
    expect(world.kakao.asked).toEqual(['redeemCode', 'fetchProfile'])
  })

  it('leads to the survivor when the member was merged meanwhile', async () => {
    const world = openWorld()
    const member = world.admit('9001', memberOf('9001'))
    const survivor = memberOf('9001')
    const open: typeof world.sessions.open = async (session, way, once) => {
      world.admit('9001', survivor)
      world.kept.members.set(member.id, { ...member, status: 'merged', mergedInto: survivor.id, ways: [] })
      return world.sessions.open(session, way, once)
    }
    const { row, result } = await direct({ ...world, sessions: { ...world.sessions, open } })
    expect(row).toBe(1)
    expect(result).toMatchObject({ outcome: 'signed_in', member: { id: survivor.id } })
  })

  it('ends as unavailable when other requests keep being faster', async () => {
    const world = openWorld()
    world.admit('9001', memberOf('9001', { ways: [identityMethod(kakaoIdentity('other'))] }))
    expect(await problemOf(direct(world))).toMatchObject({ code: 'unavailable', extras: { retryAfter: 1 } })
    expect(world.kept.sessions.size).toBe(0)
  })
})

describe('a repeated callback', () => {
  it('does nothing for a new visitor', async () => {
    const world = openWorld()
    const visit = await startedDirect(world)
    await callback(world, visit)
    expect((await problemOf(callback(world, visit))).code).toBe('token_used')
    expect(world.kept.pending.size).toBe(1)
  })

  it('does nothing for a member', async () => {
    const world = openWorld()
    world.admit('9001', memberOf('9001'))
    const visit = await startedDirect(world)
    await callback(world, visit)
    expect((await problemOf(callback(world, visit))).code).toBe('token_used')
    expect(world.kept.sessions.size).toBe(1)
  })

  it('does nothing for a refused visitor', async () => {
    const world = openWorld()
    world.kakao.visitor = profileOf('9001', { refused: ['email'] })
    const visit = await startedDirect(world)
    await problemOf(callback(world, visit))
    expect((await problemOf(callback(world, visit))).code).toBe('token_used')
    expect(world.kakao.asked.filter((what) => what === 'disconnect')).toHaveLength(1)
  })

  it('works once when it comes twice at once', async () => {
    const world = openWorld()
    world.admit('9001', memberOf('9001'))
    const visit = await startedDirect(world)
    const both = await Promise.allSettled([callback(world, visit), callback(world, visit)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(world.kept.sessions.size).toBe(1)
  })
})

describe('a visitor who matches members', () => {
  it.each([
    ['fully', {}],
    ['partly, by another name', { name: '박서준' }],
    ['fully, but suspended', { status: 'suspended' }],
    ['fully, but deactivated', { status: 'deactivated' }],
  ] as const)('is pending, without an account or a session: %s', async (_, of) => {
    const world = openWorld()
    world.admit('1', memberOf('9001', of))
    await Promise.allSettled([direct(world)])
    expect([...world.kept.pending.values()].map(({ pending }) => pending.profile.identity)).toEqual([visitor])
    expect(world.kept.claims.get(nameOf(visitor))?.state).toBe('pending')
    expect(world.kept.members.size).toBe(1)
    expect(world.kept.sessions.size).toBe(0)
  })

  it('is refused when the member is deactivated, and stays pending for a day', async () => {
    const world = openWorld()
    world.admit('1', memberOf('9001', { status: 'deactivated' }))
    expect(await problemOf(direct(world))).toMatchObject({ row: 6, code: 'member_deactivated' })
    const dueAt = new Date(beginning.getTime() + 86_400_000)
    expect(world.kept.claims.get(nameOf(visitor))).toEqual({ ...visitor, state: 'pending', dueAt })
  })
})

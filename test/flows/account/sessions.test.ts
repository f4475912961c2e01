import { describe, expect, it } from 'vitest'
import { isSessionId, type SessionId } from '../../../lib/domain/values/ids.ts'
import { endSession, listSessions } from '../../../lib/flows/account/sessions.ts'
import { refresh } from '../../../lib/flows/refresh.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { deviceLabel, memberOf } from '../../support/people.ts'
import { openWorld, problemOf, type TestWorld } from '../../support/world.ts'
import { direct, sessionOf } from '../visits.ts'

async function onTwoDevices() {
  const world = openWorld()
  const member = world.admit('9001', memberOf('9001'))
  const here = sessionOf(await direct(world))
  world.pass(60)
  const there = sessionOf(await direct(world))
  return { world, member, here, there }
}

async function idsOf(world: TestWorld, bearer: string): Promise<readonly SessionId[]> {
  return (await listSessions(world, bearer)).map(({ id }) => id).filter(isSessionId)
}

describe('the list of sessions', () => {
  it('has the newest session first, with its sign-in methods, and marks the current one', async () => {
    const { world, here } = await onTwoDevices()
    expect(await listSessions(world, here.accessToken)).toMatchObject([
      { current: false, methods: ['kakao'], clientId: 'app', createdAt: '2026-11-22T10:01:00.000Z' },
      { current: true, methods: ['kakao'], clientId: 'app', createdAt: '2026-11-22T10:00:00.000Z' },
    ])
  })

  it('names the device that opened each session, and a renewal from elsewhere keeps that name', async () => {
    const { world } = await onTwoDevices()
    world.pass(60)
    const phone = sessionOf(await direct({ ...world, device: () => deviceLabel('Safari · iPhone') }))
    const elsewhere = { ...world, device: () => deviceLabel('Chrome · Windows') }
    const { accessToken } = await refresh(elsewhere, phone.refreshToken)
    const [newest, ...others] = await listSessions(elsewhere, accessToken)
    expect(newest).toMatchObject({ device: 'Safari · iPhone', current: true })
    expect(others.filter((session) => 'device' in session)).toEqual([])
  })

  it.each(['deactivated', 'suspended', 'withdrawn', 'merged'] as const)(
    'is not shown to a member who is %s',
    async (status) => {
      const { world, member, here } = await onTwoDevices()
      world.kept.members.set(member.id, { ...member, status })
      expect((await problemOf(listSessions(world, here.accessToken))).code).toBe('invalid_token')
    },
  )

  it('leaves out sessions that were ended together, and is empty for their tokens', async () => {
    const { world, member, here, there } = await onTwoDevices()
    world.kept.members.set(member.id, { ...member, credentialsVersion: 1 })
    const [oldest, newest] = [...world.kept.sessions.values()]
    if (newest !== undefined) world.kept.sessions.set(newest.id, { ...newest, credentialsVersion: 1 })
    expect(oldest?.credentialsVersion).toBe(0)
    expect(await listSessions(world, there.accessToken)).toHaveLength(1)
    expect((await problemOf(listSessions(world, here.accessToken))).code).toBe('invalid_token')
  })
})

describe('ending a session', () => {
  it('says whether the session was the current one, and calls no provider', async () => {
    const { world, here } = await onTwoDevices()
    const asked = world.kakao.asked.length
    const [newest, oldest] = await idsOf(world, here.accessToken)
    if (newest === undefined || oldest === undefined) throw new Error('there are not two sessions')
    expect(await endSession(world, here.accessToken, newest)).toBe('another')
    expect(await endSession(world, here.accessToken, oldest)).toBe('own')
    expect(world.kept.sessions.size).toBe(0)
    expect(world.kakao.asked).toHaveLength(asked)
  })

  it('answers not found for the session of nobody', async () => {
    const { world, here } = await onTwoDevices()
    expect((await problemOf(endSession(world, here.accessToken, ids.session()))).code).toBe('not_found')
    expect(world.kept.sessions.size).toBe(2)
  })

  it('needs a valid access token and a live session', async () => {
    const { world, here, there } = await onTwoDevices()
    const [id] = await idsOf(world, here.accessToken)
    if (id === undefined) throw new Error('there is no session')
    await endSession(world, there.accessToken, id)
    expect((await problemOf(endSession(world, there.accessToken, id))).code).toBe('invalid_token')
    world.pass(3600)
    expect((await problemOf(endSession(world, here.accessToken, id))).code).toBe('invalid_token')
  })
})

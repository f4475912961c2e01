import { describe, expect, it } from 'vitest'
import { type LogoutRequest, logout } from '../../lib/flows/logout.ts'
import type { World } from '../../lib/flows/ports/world.ts'
import { refresh } from '../../lib/flows/refresh.ts'
import { memberOf } from '../support/people.ts'
import { openWorld, problemOf } from '../support/world.ts'
import { direct, sessionOf } from './visits.ts'

/** A member on two devices. */
async function onTwoDevices(more: Parameters<typeof openWorld>[0] = {}) {
  const world = openWorld(more)
  const member = world.admit('9001', memberOf('9001'))
  const [here, there] = [sessionOf(await direct(world)), sessionOf(await direct(world))]
  world.kakao.asked.length = 0
  return { world, member, here, there }
}
const out = (world: World, request: Partial<LogoutRequest>) =>
  logout(world, { everywhere: false, ...request })

describe('signing out', () => {
  it.each([
    ['the access token', ({ accessToken }: { accessToken: string }) => ({ bearer: accessToken })],
    ['the refresh token', ({ refreshToken }: { refreshToken: string }) => ({ refreshToken })],
  ])('by %s ends only this session, here and at the provider', async (_, shown) => {
    const { world, here, there } = await onTwoDevices()
    await out(world, shown(here))
    expect(world.kept.sessions.size).toBe(1)
    expect((await problemOf(refresh(world, here.refreshToken))).code).toBe('invalid_token')
    await expect(refresh(world, there.refreshToken)).resolves.toBeDefined()
    expect(world.kakao.asked).toEqual(['endSessions'])
  })

  it('needs no fresh access token', async () => {
    const { world, here } = await onTwoDevices()
    world.pass(86_400)
    await out(world, { bearer: here.accessToken })
    expect(world.kept.sessions.size).toBe(1)
  })

  it('prefers the access token, and uses the refresh token when the access token is invalid', async () => {
    const { world, here, there } = await onTwoDevices()
    await out(world, { bearer: 'access-forged', refreshToken: here.refreshToken })
    await out(world, { bearer: there.accessToken, refreshToken: 'refresh-forged' })
    expect(world.kept.sessions.size).toBe(0)
  })

  it('everywhere also ends the sessions of other devices', async () => {
    const { world, here, there } = await onTwoDevices()
    await out(world, { bearer: here.accessToken, everywhere: true })
    expect((await problemOf(refresh(world, there.refreshToken))).code).toBe('invalid_token')
  })

  it('everywhere keeps later sign-ins', async () => {
    const { world, here } = await onTwoDevices()
    await out(world, { bearer: here.accessToken, everywhere: true })
    world.pass(1)
    const { refreshToken } = sessionOf(await direct(world))
    await expect(refresh(world, refreshToken)).resolves.toBeDefined()
  })

  it('twice has the effect of once, and calls the provider once', async () => {
    const { world, here } = await onTwoDevices()
    await out(world, { bearer: here.accessToken })
    await out(world, { bearer: here.accessToken })
    expect(world.kept.sessions.size).toBe(1)
    expect(world.kakao.asked).toEqual(['endSessions'])
  })

  it.each([{}, { bearer: 'access-forged' }, { refreshToken: 'refresh-forged' }])(
    'changes nothing without the name of a session: %j',
    async (shown) => {
      const { world } = await onTwoDevices()
      await out(world, { ...shown, everywhere: true })
      expect(world.kept.sessions.size).toBe(2)
      expect(world.kakao.asked).toEqual([])
    },
  )

  it('succeeds when the provider does not respond, and the operators are notified', async () => {
    const { world, here } = await onTwoDevices()
    world.kakao.faults.endSessions = 'unavailable'
    await out(world, { bearer: here.accessToken })
    expect(world.kept.sessions.size).toBe(1)
    expect(world.reports).toEqual([
      { event: 'provider_logout_failed', provider: 'kakao', why: 'unavailable' },
    ])
  })

  it('calls no provider where a sibling service shares the app', async () => {
    const { world, here } = await onTwoDevices({
      match: { ...openWorld().stage.match, siblingTags: ['sibling'] },
    })
    await out(world, { bearer: here.accessToken })
    expect(world.kept.sessions.size).toBe(1)
    expect(world.kakao.asked).toEqual([])
  })

  it('succeeds where the provider cannot end its tokens, or is no longer offered', async () => {
    const { world, here, there } = await onTwoDevices()
    const { endsSessions: _, ...provider } = world.kakao.provider
    await out({ ...world, providers: { find: () => provider } }, { bearer: here.accessToken })
    await out({ ...world, providers: { find: () => undefined } }, { bearer: there.accessToken })
    expect(world.kept.sessions.size).toBe(0)
  })

  it('fails when the store fails, since a signed-out member must be signed out', async () => {
    const { world, here } = await onTwoDevices()
    const outage = new Error('no database')
    const sessions = { ...world.sessions, end: () => Promise.reject(outage) }
    await expect(out({ ...world, sessions }, { bearer: here.accessToken })).rejects.toBe(outage)
  })
})

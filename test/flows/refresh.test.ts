import { describe, expect, it } from 'vitest'
import type { Session } from '../../lib/domain/member/member.ts'
import { refresh } from '../../lib/flows/refresh.ts'
import { memberOf, sure } from '../support/people.ts'
import { openWorld, problemOf, type TestWorld } from '../support/world.ts'
import { direct, sessionOf } from './visits.ts'

const days = 86_400

/** A member on one device, with a refresh token. */
async function signedIn() {
  const world = openWorld()
  const member = world.admit('9001', memberOf('9001'))
  const { refreshToken } = sessionOf(await direct(world))
  return { world, member, first: refreshToken }
}
const onlySession = (world: TestWorld): Session => sure([...world.kept.sessions.values()][0], 'session')

describe('renewing a session', () => {
  it('gives new tokens of the same session, and keeps the time of the sign-in', async () => {
    const { world, first } = await signedIn()
    const { signIn, id } = onlySession(world)
    world.pass(3600)
    const renewed = await refresh(world, first)
    expect(renewed).toMatchObject({ tokenType: 'Bearer', expiresIn: 600, clientId: 'app' })
    expect(renewed.refreshToken).not.toBe(first)
    const access = await world.tokens.access.read(renewed.accessToken, 'fresh_enough')
    expect(access).toMatchObject({ sessionId: id, authTime: signIn.authTime })
    expect(onlySession(world)).toMatchObject({ generation: 1, signIn })
  })

  it('continues from token to token', async () => {
    const { world, first } = await signedIn()
    let token = first
    for (let times = 0; times < 5; times += 1) {
      world.pass(days)
      token = (await refresh(world, token)).refreshToken
    }
    expect(onlySession(world).generation).toBe(5)
  })

  it('gives the current token again when a response was lost, and writes nothing', async () => {
    const { world, first } = await signedIn()
    const { refreshToken } = await refresh(world, first)
    const before = onlySession(world)
    world.pass(10)
    expect((await refresh(world, first)).refreshToken).toBe(refreshToken)
    expect(onlySession(world)).toEqual(before)
  })

  it('gives the current token again however late, while nobody has used it', async () => {
    const { world, first } = await signedIn()
    const { refreshToken } = await refresh(world, first)
    world.pass(23 * 3600)
    expect((await refresh(world, first)).refreshToken).toBe(refreshToken)
    expect(onlySession(world)).toMatchObject({ generation: 1, lateRetry: { generation: 1, count: 1 } })
    expect((await refresh(world, refreshToken)).refreshToken).not.toBe(refreshToken)
    expect(world.reports).toEqual([])
  })

  it('answers tabs that wake up together as one late retry', async () => {
    const { world, first } = await signedIn()
    await refresh(world, first)
    world.pass(600)
    const tabs = await Promise.all(Array.from({ length: 9 }, () => refresh(world, first)))
    expect(new Set(tabs.map(({ refreshToken }) => refreshToken)).size).toBe(1)
    expect(onlySession(world).lateRetry?.count).toBe(1)
  })

  it('ends the session at the fourth late retry in a row, and says so', async () => {
    const { world, first } = await signedIn()
    const { refreshToken } = await refresh(world, first)
    const { id: sessionId, memberId } = onlySession(world)
    for (let times = 0; times < 3; times += 1) {
      world.pass(60)
      expect((await refresh(world, first)).refreshToken).toBe(refreshToken)
    }
    world.pass(60)
    expect((await problemOf(refresh(world, first))).code).toBe('invalid_token')
    expect(world.kept.sessions.size).toBe(0)
    expect(world.reports).toEqual([{ event: 'refresh_token_reused', sessionId, memberId }])
    expect((await problemOf(refresh(world, refreshToken))).code).toBe('invalid_token')
  })

  it('ends the session when a token returns a day after its replacement', async () => {
    const { world, first } = await signedIn()
    await refresh(world, first)
    world.pass(days + 1)
    await problemOf(refresh(world, first))
    expect(world.kept.sessions.size).toBe(0)
  })

  it('gives the current token for ten seconds after the successor was used, and then ends the session', async () => {
    const { world, first } = await signedIn()
    const { refreshToken } = await refresh(world, first)
    const { refreshToken: current } = await refresh(world, refreshToken)
    world.pass(10)
    expect((await refresh(world, first)).refreshToken).toBe(current)
    world.pass(1)
    await problemOf(refresh(world, first))
    expect(world.kept.sessions.size).toBe(0)
  })

  it('ends the session at once when a token of three generations ago returns', async () => {
    const { world, first } = await signedIn()
    let token = first
    for (let times = 0; times < 3; times += 1) token = (await refresh(world, token)).refreshToken
    await problemOf(refresh(world, first))
    expect(world.kept.sessions.size).toBe(0)
  })

  it('goes on with a newer token than the table knows', async () => {
    const { world, first } = await signedIn()
    const restored = onlySession(world)
    let token = first
    for (let times = 0; times < 3; times += 1) token = (await refresh(world, token)).refreshToken
    world.kept.sessions.set(restored.id, restored)
    const { refreshToken } = await refresh(world, token)
    expect(onlySession(world).generation).toBe(4)
    world.pass(60)
    await refresh(world, refreshToken)
    world.pass(60)
    await problemOf(refresh(world, first))
    expect(world.kept.sessions.size).toBe(0)
  })

  it('gives nothing for a token that was not issued here, and ends nothing', async () => {
    const { world } = await signedIn()
    expect((await problemOf(refresh(world, 'refresh-forged'))).code).toBe('invalid_token')
    expect(world.kept.sessions.size).toBe(1)
  })

  it.each(['deactivated', 'suspended', 'withdrawn', 'merged'] as const)(
    'gives nothing to a member who is %s',
    async (status) => {
      const { world, member, first } = await signedIn()
      world.kept.members.set(member.id, { ...member, status })
      expect((await problemOf(refresh(world, first))).code).toBe('invalid_token')
      expect(onlySession(world).generation).toBe(0)
      expect(world.reports).toEqual([])
    },
  )

  it('gives nothing to a member who is suspended between the read and the write', async () => {
    const { world, first } = await signedIn()
    const rotate = async () => 'not_active' as const
    const raced = { ...world, sessions: { ...world.sessions, rotate } }
    expect((await problemOf(refresh(raced, first))).code).toBe('invalid_token')
  })

  it('gives nothing after all sessions ended', async () => {
    const { world, member, first } = await signedIn()
    const [session] = world.kept.sessions.values()
    await world.sessions.endAll({ memberId: member.id, sessionId: sure(session).id }, world.clock.now())
    expect((await problemOf(refresh(world, first))).code).toBe('invalid_token')
  })

  it('ends after 30 days without use', async () => {
    const { world, first } = await signedIn()
    world.pass(30 * days - 1)
    const { refreshToken } = await refresh(world, first)
    world.pass(30 * days)
    expect((await problemOf(refresh(world, refreshToken))).code).toBe('invalid_token')
  })

  it('ends after 90 days, however often it is used', async () => {
    const { world, first } = await signedIn()
    let token = first
    for (let day = 10; day < 90; day += 10) {
      world.pass(10 * days)
      token = (await refresh(world, token)).refreshToken
    }
    world.pass(10 * days)
    expect((await problemOf(refresh(world, token))).code).toBe('invalid_token')
  })
})

describe('two renewals at once', () => {
  it('give the same next token to both', async () => {
    const { world, first } = await signedIn()
    const both = await Promise.all([refresh(world, first), refresh(world, first)])
    expect(new Set(both.map(({ refreshToken }) => refreshToken)).size).toBe(1)
    expect(onlySession(world).generation).toBe(1)
    expect(world.reports).toEqual([])
  })

  it('ask the loser of two races to sign in again, and keep the session', async () => {
    const { world, first } = await signedIn()
    const rotate = async () => 'moved_on' as const
    const raced = { ...world, sessions: { ...world.sessions, rotate } }
    expect((await problemOf(refresh(raced, first))).code).toBe('invalid_token')
    expect(world.kept.sessions.size).toBe(1)
  })
})

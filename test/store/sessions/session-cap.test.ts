import { expect, test } from 'vitest'
import type { Session } from '../../../lib/domain/member/member.ts'
import { storeOn } from '../../support/database.ts'
import { expectInvariants } from '../../support/scan.ts'
import { minutes, once, sessionOf } from '../cast.ts'
import { freshScene } from '../scene.ts'

const { client, tableName, store, newcomer, endSessions } = await freshScene()
const small = storeOn(client, tableName, { maxSessions: 3 })

type Newcomer = Awaited<ReturnType<typeof newcomer>>

/** Signs a member in `count` times, a minute apart. */
async function signIns({ memberId, person, way }: Newcomer, count: number, begin = 0) {
  const sessions: Session[] = []
  for (let index = begin; index < begin + count; index += 1) {
    const session = { ...sessionOf(memberId, person), createdAt: minutes(index) }
    expect(await small.sessions.open(session, way, once())).toMatchObject({ kind: 'opened' })
    sessions.push(session)
  }
  return sessions
}

const idsOf = (sessions: readonly Session[] = []) => sessions.map(({ id }) => id).toSorted()
const openIds = async ({ memberId }: Newcomer) => idsOf((await store.sessions.list(memberId))?.sessions)

test('the oldest session ends when a member has as many as it may have', async () => {
  const one = await newcomer()
  const sessions = await signIns(one, 7)
  expect(await openIds(one)).toEqual(idsOf(sessions.slice(-3)))
  await expectInvariants(client, tableName)
})

test('a session that was ended leaves room, and none goes for it', async () => {
  const one = await newcomer()
  const [first, second] = await signIns(one, 2)
  if (first === undefined || second === undefined) throw new Error('nobody signed in')
  await small.sessions.end(one.memberId, second.id)
  const more = await signIns(one, 2, 2)
  expect(await openIds(one)).toEqual(idsOf([first, ...more]))
})

test('sessions that all ended at once leave room as well', async () => {
  const one = await newcomer()
  await signIns(one, 3)
  await endSessions(one.memberId)
  const more = await signIns(one, 2, 3)
  expect(await openIds(one)).toEqual(expect.arrayContaining(idsOf(more)))
})

test('of many sign-ins at the same time no more stay than may', async () => {
  const one = await newcomer()
  const { memberId, person, way } = one
  await Promise.all(
    Array.from({ length: 8 }, () => small.sessions.open(sessionOf(memberId, person), way, once())),
  )
  await signIns(one, 1, 10)
  expect((await openIds(one)).length).toBeLessThanOrEqual(3)
})

test('a refused sign-in ends no session', async () => {
  const one = await newcomer()
  const sessions = await signIns(one, 3)
  const used = once()
  expect(
    await small.sessions.open(sessionOf((await newcomer()).memberId, one.person), one.way, used),
  ).toEqual({
    kind: 'conflict',
  })
  const again = { ...sessionOf(one.memberId, one.person), createdAt: minutes(9) }
  expect(await small.sessions.open(again, 'phone', once())).toEqual({ kind: 'conflict' })
  expect(await openIds(one)).toEqual(idsOf(sessions))
})

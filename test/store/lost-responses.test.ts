import { expect, test } from 'vitest'
import { identityMethod } from '../../lib/domain/member/member.ts'
import { countRequests } from '../support/count-requests.ts'
import { freshTable } from '../support/database.ts'
import { expectInvariants } from '../support/scan.ts'
import {
  linkingOf,
  minutes,
  now,
  once,
  pendingOf,
  registrationOf,
  sessionOf,
  somebody,
  tokenId,
  waitsForNobody,
} from './cast.ts'

const { client, tableName, store } = await freshTable()

let losing = false
// The request happens, and its response is lost. The SDK sends the request again.
client.middlewareStack.add(
  (next) => async (args) => {
    const response = await next(args)
    if (!losing) return response
    losing = false
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
  },
  { step: 'finalizeRequest', priority: 'low', name: 'loseAnswer' },
)
const requests = countRequests(client)

test('a repeated request never names the visitor as somebody else', async () => {
  const person = somebody()
  const pending = pendingOf(person)
  const next = tokenId()

  const afterLosing = async <Answer>(act: () => Promise<Answer>): Promise<Answer> => {
    requests.reset()
    losing = true
    const response = await act()
    expect(requests.commands).toHaveLength(2)
    return response
  }

  expect(await afterLosing(() => store.pendingConnections.keep(pending, once(), minutes(30)))).toBe('kept')
  expect(
    await afterLosing(() =>
      store.pendingConnections.handOver(pending.id, pending.tokenId, next, waitsForNobody),
    ),
  ).toBe(true)
  const registration = registrationOf(person, { ...pending, tokenId: next })
  expect(await afterLosing(() => store.registrations.complete(registration, now))).toEqual({
    kind: 'registered',
  })
  const session = sessionOf(registration.member.id, person)
  const way = identityMethod(person.identity)
  expect(await afterLosing(() => store.sessions.open(session, way, once()))).toEqual({
    kind: 'opened',
    lacks: [],
  })
  expect(await afterLosing(() => store.sessions.rotate({ ...session, generation: 1 }, 0))).toBe('rotated')
  expect(
    await afterLosing(() => store.identityClaims.beginDisconnecting(somebody().identity, once(), now, false)),
  ).toEqual({ kind: 'begun' })
  const other = somebody()
  const pendingState = pendingOf(other)
  await store.pendingConnections.keep(pendingState, once(), minutes(30))
  const linking = linkingOf(other, pendingState, registration.member)
  expect(await afterLosing(() => store.links.complete(linking, now))).toBe('linked')
  const last = pendingOf(somebody())
  await store.pendingConnections.keep(last, once(), minutes(30))
  expect(await afterLosing(() => store.pendingConnections.decline(last, now))).toEqual({ kind: 'declined' })
  await expectInvariants(client, tableName)
})

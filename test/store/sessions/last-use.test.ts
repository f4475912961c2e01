import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { identityMethod } from '../../../lib/domain/member/member.ts'
import { isSubject } from '../../../lib/domain/values/identity.ts'
import type { MemberId } from '../../../lib/domain/values/ids.ts'
import { keys } from '../../../lib/store/table/schema.ts'
import { scan, violationsIn } from '../../support/scan.ts'
import { addingOf, minutes, now, once, type Person, removalOf, sessionOf, somebody } from '../cast.ts'
import { freshScene } from '../scene.ts'

/* The last sign-in by an identity stands with its member, in the write that every sign-in makes. */

const { client, store, tableName, newcomer } = await freshScene()

async function usesOf(id: MemberId): Promise<Readonly<Record<string, Date | undefined>>> {
  const { identities, ended } = (await store.merges.read(id, undefined, now)) ?? { identities: [], ended: [] }
  return Object.fromEntries([...identities, ...ended].map(({ subject, lastUsedAt }) => [subject, lastUsedAt]))
}

/** Signs a member in by one of its identities. */
async function signIn(id: MemberId, { identity }: Person, at: Date) {
  const session = { ...sessionOf(id, somebody()), signIn: { authTime: at, amr: [], identity }, createdAt: at }
  expect(await store.sessions.open(session, identityMethod(identity), once())).toMatchObject({
    kind: 'opened',
  })
  return session
}

/** A member with two identities. */
async function withTwo() {
  const { memberId, person, session } = await newcomer()
  const second = somebody()
  expect(await store.links.add(addingOf(second, session), once(), now)).toBe('linked')
  return { memberId, person, second, session }
}

test('each identity has a time of its own', async () => {
  const { memberId, person, second } = await withTwo()
  await signIn(memberId, person, minutes(1))
  await signIn(memberId, second, minutes(2))
  await signIn(memberId, person, minutes(3))
  expect(await usesOf(memberId)).toEqual({
    [person.identity.subject]: minutes(3),
    [second.identity.subject]: minutes(2),
  })
})

test('proving an identity again in an open session is a use of it', async () => {
  const { memberId, person, session } = await newcomer()
  const by = { authTime: minutes(4), amr: [], identity: person.identity }
  const way = identityMethod(person.identity)
  expect(await store.sessions.reauthenticate(memberId, session.id, by, way, once(), minutes(4))).toBe('done')
  expect(await usesOf(memberId)).toEqual({ [person.identity.subject]: minutes(4) })
})

test('a subject with characters of its own is an attribute like any other', async () => {
  const subject = '001234.a1b2#c3-d4:e5.0123'
  if (!isSubject(subject)) throw new Error('a subject has another form')
  const apple = { ...somebody(), identity: { provider: 'apple', subject } } as const
  const { memberId, session } = await newcomer()
  expect(await store.links.add(addingOf(apple, session), once(), now)).toBe('linked')
  await signIn(memberId, apple, minutes(5))
  expect((await usesOf(memberId))[subject]).toEqual(minutes(5))
})

test('the later time counts where a build from before has written one beside the identity', async () => {
  const { memberId, person } = await newcomer()
  const writeBeside = (at: Date) =>
    client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { ...keys.identity(memberId, person.identity) },
        UpdateExpression: 'SET lastUsedAt = :at',
        ExpressionAttributeValues: { ':at': at.getTime() },
      }),
    )
  await writeBeside(minutes(6))
  expect(await usesOf(memberId)).toEqual({ [person.identity.subject]: minutes(6) })
  await signIn(memberId, person, minutes(7))
  expect(await usesOf(memberId)).toEqual({ [person.identity.subject]: minutes(7) })
  await writeBeside(minutes(8))
  expect(await usesOf(memberId)).toEqual({ [person.identity.subject]: minutes(8) })
})

test('a removed identity leaves nothing with the member, also when it is linked again', async () => {
  const { memberId, second } = await withTwo()
  const session = await signIn(memberId, second, minutes(1))
  expect(await store.links.remove(removalOf(second, session, 2), now)).toBe('removed')
  await store.identityClaims.endDisconnecting(second.identity)
  expect(violationsIn(await scan(client, tableName))).toEqual([])
  expect(await store.links.add(addingOf(second, session), once(), now)).toBe('linked')
  expect(await usesOf(memberId)).toHaveProperty(second.identity.subject, undefined)
})

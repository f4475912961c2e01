import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, expect, test } from 'vitest'
import { unite } from '../../lib/domain/merge/merge.ts'
import type { MemberId, SessionId } from '../../lib/domain/values/ids.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { erasuresIn } from '../../lib/store/erasures.ts'
import { defaultRetryPolicy } from '../../lib/store/table/retry.ts'
import { keys } from '../../lib/store/table/schema.ts'
import { accessTable } from '../../lib/store/table/table-access.ts'
import { plainHashes } from '../support/database.ts'
import { sure } from '../support/people.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import { watched } from '../support/watch.ts'
import { addingOf, days, minutes, now, once, pendingId, somebody, tokenId, withdrawalOf } from './cast.ts'
import { somewhere } from './codes.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, byAddress } = await freshScene()
afterEach(() => expectInvariants(client, tableName))

const over = days(30)
const eventOf = (at: Date) => ({ id: ids.record(), type: 'member.erased', at }) as const

let accounts = 0
/** An account with an address, an external id and two identities, one of them unlinked by its provider. */
async function account() {
  accounts += 1
  const externalId = `old-account-${accounts}-`
  const { member, session, address } = await byAddress(somewhere(), { externalId })
  const [person, cut] = [somebody(), somebody()]
  for (const added of [person, cut]) await store.links.add(addingOf(added, session), once(), now)
  const { identity } = cut
  const event = { id: ids.record(), type: 'identity.unlinked', at: now, identity } as const
  const change = { identity, member: { id: member.id, externalId, version: 3, credentialsVersion: 0 }, event }
  expect(
    await store.unlinksByProvider.unlink({ ...change, isLast: false, survivors: [session], messages: [] }),
  ).toBe('unlinked_by_provider')
  const told = [externalId, address.value, person.identity.subject, identity.subject]
  return { id: member.id, session, person, told }
}
type Account = Awaited<ReturnType<typeof account>>

const wholeOf = async (id: MemberId, sessionId?: SessionId) =>
  sure(await store.merges.read(id, sessionId, now))

/** One account is merged into another. */
async function merge({ id, session }: Account, { id: otherId, person }: Account) {
  const [survivor, other] = [await wholeOf(id, session.id), await wholeOf(otherId)]
  const basis = { kind: 'identity', identity: person.identity } as const
  const names = { id: pendingId(), tokenId: tokenId(), codeChallenge: 'challenge' }
  const question = { ...names, memberId: id, otherId, basis, expiresAt: minutes(10) }
  await store.merges.ask(question, 'written_before')
  const told = { type: 'member.merged', at: now, sessionId: session.id } as const
  const events = {
    survivor: { id: ids.record(), ...told, merged: otherId },
    other: { id: ids.record(), ...told, survivor: id },
  }
  const union = unite(survivor.member, other.member)
  const merging = { question, session: sure(survivor.session), survivor, other, union, events, messages: [] }
  expect(await store.merges.merge(merging, now)).toBe('merged')
}

/** A withdrawn person with three accounts: the first was merged into the second, and the second into the third. */
async function leaverOfThree() {
  const [first, second, third] = [await account(), await account(), await account()]
  await merge(second, first)
  await merge(third, second)
  const people = [first, second, third].map(({ person }) => person)
  const { member, held } = await wholeOf(third.id)
  const withdrawal = withdrawalOf(people, member, third.session, held)
  expect(await store.withdrawals.begin(withdrawal, now)).toBe('withdrawn')
  for (const { identity } of people) await store.identityClaims.endDisconnecting(identity, third.id)
  return { member, merged: [first.id, second.id], told: [first, second, third].flatMap(({ told }) => told) }
}

/** The whole table, as text. */
const everything = async (): Promise<string> =>
  JSON.stringify(await scan(client, tableName), (_, value) => (value instanceof Set ? [...value] : value))

async function expectNothingLeft(told: readonly string[]): Promise<void> {
  const table = await everything()
  expect(told.filter((text) => table.includes(text))).toEqual([])
}

const rowsOf = async (owners: readonly MemberId[], kind: string) =>
  (await scan(client, tableName)).filter(
    (row) => row['kind'] === kind && owners.some((id) => row['PK'] === `MEMBER#${id}`),
  )

const answersOf = async (owners: readonly MemberId[]) =>
  (await Promise.all(owners.map(store.members.consents))).flat()

test('an account that was merged repeatedly leads to the last survivor, but for identities that providers had ended', async () => {
  const { member } = await leaverOfThree()
  expect((await wholeOf(member.id)).held.map(({ state }) => state)).toEqual(
    Array(3).fill('unlinked_by_provider'),
  )
})

test('erasure reaches the accounts that were merged into the member, and the accounts merged into those', async () => {
  const { member, merged, told } = await leaverOfThree()
  const table = await everything()
  expect(told.filter((text) => !table.includes(text))).toEqual([])
  expect(await store.erasures.erase(member.id, eventOf(over), over)).toBe('erased')
  await expectNothingLeft(told)
  expect(await rowsOf(merged, 'session')).toEqual([])
  expect(await answersOf(merged)).toEqual([])
})

test('ids, dates, survivors and events remain of merged accounts', async () => {
  const { member, merged } = await leaverOfThree()
  expect(await answersOf([member.id, ...merged])).toHaveLength(3)
  const records = async () => (await scan(client, tableName)).filter(({ kind }) => kind === 'consent_record')
  const before = new Set((await records()).map(({ PK }) => PK))
  expect(await store.erasures.erase(member.id, eventOf(over), over)).toBe('erased')
  expect(await rowsOf(merged, 'member')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: merged[0], status: 'merged', mergedInto: merged[1] }),
      expect.objectContaining({ id: merged[1], status: 'merged', mergedInto: member.id }),
    ]),
  )
  for (const id of merged) {
    const types = (await rowsOf([id], 'event')).map(({ type }) => type)
    expect(types).toEqual(expect.arrayContaining(['member.registered', 'member.merged', 'member.erased']))
    expect(types.filter((type) => type === 'member.erased')).toHaveLength(1)
  }
  const kept = (await records()).filter(({ PK }) => !before.has(PK))
  expect(kept).toHaveLength(3)
  expect(new Set(kept.map(({ PK }) => PK)).size).toBe(1)
  for (const id of [member.id, ...merged]) expect(JSON.stringify(kept)).not.toContain(id)
})

test('the ledger has everybody who goes before anything goes', async () => {
  const { member, merged, told } = await leaverOfThree()
  const recorded: MemberId[] = []
  const record = async (people: readonly MemberId[]) => {
    const table = await everything()
    expect(told.filter((text) => !table.includes(text))).toEqual([])
    recorded.push(...people)
  }
  const table = accessTable({ client, tableName, retryPolicy: defaultRetryPolicy })
  const erasures = erasuresIn(table, plainHashes, { freshId: ids.record, ledger: { record } })
  expect(await erasures.erase(member.id, eventOf(over), over)).toBe('erased')
  expect(recorded.toSorted()).toEqual([member.id, ...merged].toSorted())
})

test('erasure takes as many steps as needed, and can pause after each step', async () => {
  const { member, merged, told } = await leaverOfThree()
  const table = accessTable({ client: watched(client), tableName, retryPolicy: defaultRetryPolicy })
  const slow = erasuresIn(table, plainHashes, { freshId: ids.record, atMost: 1, size: 6 })
  let at = over
  const goes: string[] = []
  do {
    goes.push(await slow.erase(member.id, eventOf(at), at))
    await expectInvariants(client, tableName)
    at = minutes(2, at)
  } while (goes.at(-1) === 'more' && goes.length < 20)
  expect(goes.at(-1)).toBe('erased')
  expect(goes.length).toBeGreaterThan(4)
  await expectNothingLeft(told)
  const erased = (await rowsOf(merged, 'event')).filter(({ type }) => type === 'member.erased')
  expect(erased).toHaveLength(2)
})

test('erasure skips an account that was merged into another member', async () => {
  const { member } = await leaverOfThree()
  const [other, gone] = [await account(), await account()]
  await merge(other, gone)
  expect(await store.erasures.erase(member.id, eventOf(over), over)).toBe('erased')
  const table = await everything()
  expect([...gone.told, ...other.told].filter((text) => !table.includes(text))).toEqual([])
})

test('a tombstone keeps no attribute that the merge does not know', async () => {
  const [gone, heir] = [await account(), await account()]
  const key = { PK: keys.member(gone.id).PK, SK: keys.member(gone.id).SK }
  const change = { UpdateExpression: 'SET shoeSize = :size', ExpressionAttributeValues: { ':size': 270 } }
  await client.send(new UpdateCommand({ TableName: tableName, Key: key, ...change }))
  expect((await rowsOf([gone.id], 'member'))[0]).toMatchObject({ status: 'active', shoeSize: 270 })
  await merge(heir, gone)
  const [tombstone] = await rowsOf([gone.id], 'member')
  expect(tombstone).toMatchObject({ status: 'merged', mergedInto: heir.id })
  expect(tombstone).not.toHaveProperty('shoeSize')
})

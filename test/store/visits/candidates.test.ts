import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import type { Evidence } from '../../../lib/domain/values/evidence.ts'
import { keys } from '../../../lib/store/table/schema.ts'
import { minutes, now, type Person, somebody } from '../cast.ts'
import { freshScene } from '../scene.ts'

const { client, tableName, store, newcomer } = await freshScene()

const join = async (person: Person) => (await newcomer(person)).member
const evidenceOf = ({ email, phone, ci }: Person): Evidence => ({
  email: { value: email, trust: 'vouched' },
  phone: { value: phone, trust: 'verified_once' },
  ci,
})

test('evidence that leads to one member by several values gives that member once, with its data', async () => {
  const person = somebody()
  const { gender, attributes, ...known } = await join(person)
  expect(await store.candidates.find(evidenceOf(person), now)).toEqual([known])
})

test('evidence that leads to several members names each', async () => {
  const [a, b, c] = [somebody(), somebody(), somebody()]
  const members = [await join(a), await join(b), await join(c)]
  const mixed = evidenceOf({ ...a, phone: b.phone, ci: c.ci })
  const found = await store.candidates.find(mixed, now)
  expect(found.map(({ id }) => id).toSorted()).toEqual(members.map(({ id }) => id).toSorted())
})

test('a contact that nobody verified for the visitor is not looked up', async () => {
  const person = somebody()
  await join(person)
  const { email, phone } = person
  const said = {
    email: { value: email, trust: 'unverified' },
    phone: { value: phone, trust: 'unverified' },
  } as const
  expect(await store.candidates.find(said, now)).toEqual([])
  expect(await store.candidates.find({ ...said, email: { value: email, trust: 'code' } }, now)).toHaveLength(
    1,
  )
})

test('evidence without claims gives nobody', async () => {
  expect(await store.candidates.find(evidenceOf(somebody()), now)).toEqual([])
  expect(await store.candidates.find({ name: '김다은' }, now)).toEqual([])
})

test('a withdrawn member comes with the end of its grace period, and a rejoin block that is still to come', async () => {
  const person = somebody()
  const member = await join(person)
  await client.send(
    new UpdateCommand({
      TableName: tableName,
      Key: { ...keys.member(member.id) },
      UpdateExpression: 'SET #status = :withdrawn, restorableUntil = :soon, rejoinFrom = :later',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':withdrawn': 'withdrawn',
        ':soon': minutes(10).getTime(),
        ':later': minutes(20).getTime(),
      },
    }),
  )
  const datesAt = async (at: Date) => {
    const [found] = await store.candidates.find(evidenceOf(person), at)
    return [found?.status, found?.restorableUntil, found?.rejoinFrom]
  }
  expect(await datesAt(now)).toEqual(['withdrawn', minutes(10), minutes(20)])
  expect(await datesAt(minutes(10))).toEqual(['withdrawn', minutes(10), minutes(20)])
  expect(await datesAt(minutes(20))).toEqual(['withdrawn', minutes(10), undefined])
})

import fc from 'fast-check'
import { v7 } from 'uuid'
import { afterEach, describe, expect, test } from 'vitest'
import { sameBirth } from '../../lib/domain/values/birth.ts'
import type { Birth, Evidence } from '../../lib/domain/values/evidence.ts'
import { sameName } from '../../lib/domain/values/name.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { nameEntriesIn } from '../../lib/store/operators/name-entries.ts'
import { nameTexts } from '../../lib/store/rows/member/name.ts'
import { defaultRetryPolicy } from '../../lib/store/table/retry.ts'
import { accessTable } from '../../lib/store/table/table-access.ts'
import { countRequests } from '../support/count-requests.ts'
import { plainHashes, storeOn } from '../support/database.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import { minutes, now, pendingOf, registrationOf, somebody } from './cast.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, newcomer } = await freshScene()
afterEach(() => expectInvariants(client, tableName))
const byNameAlone = storeOn(client, tableName, { nameIndexes: ['name', 'name+birth'] })
const byNoName = storeOn(client, tableName, { nameIndexes: [] })
const entries = nameEntriesIn(
  accessTable({ client, tableName, retryPolicy: defaultRetryPolicy }),
  plainHashes,
)

const birth: Birth = { year: 1990, monthDay: '0301', calendar: 'solar' }
const join = (name: string, born: Birth = birth) => newcomer(somebody(), { name, birth: born })
/** Signs somebody up in a stage with another policy. */
async function joinAt(at: typeof store, name: string) {
  const person = somebody()
  const pending = pendingOf(person)
  await at.pendingConnections.keep(pending, {}, minutes(30))
  const registration = registrationOf(person, pending, { name, birth })
  expect((await at.registrations.complete(registration, now)).kind).toBe('registered')
  return { ...registration, memberId: registration.member.id }
}
const entriesOfMember = async (id: string) =>
  (await scan(client, tableName)).filter(({ kind, memberId }) => kind === 'name' && memberId === id)
const idsFrom = async (by: typeof store, evidence: Evidence) =>
  (await by.candidates.find(evidence, now)).map(({ id }) => id).toSorted()

describe('a member found by name', () => {
  test('and birth date, in any spelling of the name', async () => {
    const { memberId } = await join('Kim Da Eun')
    await join('Kim Da Eun', { ...birth, monthDay: '0302' })
    expect(await idsFrom(store, { name: 'kim daeun', birth })).toEqual([memberId])
    expect(
      await idsFrom(store, { name: 'ＫＩＭ ＤＡＥＵＮ', birth: { ...birth, leapMonth: false } }),
    ).toEqual([memberId])
    expect(await idsFrom(byNoName, { name: 'Kim DaEun', birth })).toEqual([])
  })

  test('alone only where the stage considers names', async () => {
    const { memberId } = await joinAt(byNameAlone, '박서준')
    expect(await idsFrom(store, { name: '박서준' })).toEqual([])
    expect(await idsFrom(byNameAlone, { name: '박 서준' })).toEqual([memberId])
  })

  test('comes once, also when an address matches', async () => {
    const { memberId, person } = await join('이지은')
    const evidence: Evidence = { name: '이지은', birth, email: { value: person.email, trust: 'vouched' } }
    expect(await idsFrom(store, evidence)).toEqual([memberId])
  })

  test('that is common is one of at most twenty', async () => {
    for (let people = 0; people < 22; people++) await joinAt(byNameAlone, '김민준')
    expect(await idsFrom(byNameAlone, { name: '김민준' })).toHaveLength(20)
  })

  test('stands in no key of the table', async () => {
    await join('Unmistakable')
    const written = (await scan(client, tableName)).map(({ PK, SK }) => `${PK} ${SK}`.toLowerCase())
    expect(written.join()).not.toContain('unmistakable')
  })
})

describe('a sign-up', () => {
  test.each([
    ['no names', byNoName, []],
    ['names with birth dates', store, ['name+birth']],
    ['names', byNameAlone, ['name']],
  ] as const)(
    'writes no index but the one that a policy reads which considers %s',
    async (_, at, indexes) => {
      const { memberId } = await joinAt(at, '서지안')
      expect((await entriesOfMember(memberId)).map(({ of }) => of)).toEqual(indexes)
    },
  )
})

describe('a policy that considers names from now on', () => {
  test('finds who signed up before when the index is made, which can be repeated', async () => {
    const { memberId } = await joinAt(byNoName, '주하늘')
    expect(await idsFrom(byNameAlone, { name: '주하늘' })).toEqual([])
    expect([await entries.add(memberId, 'name'), await entries.add(memberId, 'name')]).toEqual([
      'added',
      'added',
    ])
    expect(await idsFrom(byNameAlone, { name: '주하늘' })).toEqual([memberId])
  })

  test('lists nobody without a name, nor who is not there', async () => {
    const { memberId } = await joinAt(byNoName, '')
    expect(await entries.add(memberId, 'name')).toBe('nameless')
    expect(await entries.add(ids.member(), 'name')).toBe('nameless')
  })

  test('finds nobody by a former name, whichever indexes the member is in', async () => {
    for (const at of [byNoName, store, byNameAlone]) {
      const { member, memberId, session } = await joinAt(at, '옛이름')
      const after = { ...member, name: '새이름' }
      const event = { id: v7(), type: 'member.changed', at: now, changed: ['name'] } as const
      const changing = {
        before: member,
        after,
        changed: ['name'],
        sessionId: session.id,
        releases: [],
        event,
        endsOthers: false,
        messages: [],
      } as const
      expect(await byNameAlone.changes.apply(changing, now)).toBe('changed')
      expect((await entriesOfMember(memberId)).map(({ of }) => of)).toEqual(['name'])
      expect(await idsFrom(byNameAlone, { name: '새이름' })).toContain(memberId)
      expect(await idsFrom(byNameAlone, { name: '옛이름' })).not.toContain(memberId)
      expect(await idsFrom(store, { name: '옛이름', birth })).not.toContain(memberId)
    }
  })
})

test('the name costs one query, beside the batch of claims', async () => {
  const { person } = await join('한소희')
  const requests = countRequests(client)
  await store.candidates.find(
    { name: '한소희', birth, email: { value: person.email, trust: 'vouched' } },
    now,
  )
  expect(requests.commands.toSorted()).toEqual(['BatchGetItemCommand', 'BatchGetItemCommand', 'QueryCommand'])
})

test('the name texts of two people are equal exactly when their names and birth dates are', () => {
  const people = fc.record({
    name: fc.constantFrom('Kim', 'kim', 'ＫＩＭ', 'Lee', ' ', ''),
    birth: fc.record(
      {
        year: fc.constantFrom(1990, 1991),
        monthDay: fc.constantFrom('0301', '0302'),
        calendar: fc.constantFrom('solar', 'lunar'),
        leapMonth: fc.boolean(),
      },
      { requiredKeys: ['calendar'] },
    ),
  })
  fc.assert(
    fc.property(people, people, (a, b) => {
      const [first, second] = [nameTexts(a), nameTexts(b)]
      const equal = (index: 'name' | 'name+birth') =>
        first[index] !== undefined && first[index] === second[index]
      expect(equal('name')).toBe(sameName(a.name, b.name))
      expect(equal('name+birth')).toBe(sameName(a.name, b.name) && sameBirth(a.birth, b.birth))
    }),
  )
})

import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { sameBirth } from '../../lib/domain/values/birth.ts'
import type { Birth, Evidence } from '../../lib/domain/values/evidence.ts'
import { sameName } from '../../lib/domain/values/name.ts'
import { nameTexts } from '../../lib/store/rows/member/name.ts'
import { countRequests } from '../support/count-requests.ts'
import { storeOn } from '../support/database.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import { now, somebody } from './cast.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, newcomer } = await freshScene()
afterEach(() => expectInvariants(client, tableName))
const byNameAlone = storeOn(client, tableName, { nameIndexes: ['name', 'name+birth'] })
const byNoName = storeOn(client, tableName, { nameIndexes: [] })

const birth: Birth = { year: 1990, monthDay: '0301', calendar: 'solar' }
const join = (name: string, born: Birth = birth) => newcomer(somebody(), { name, birth: born })
const idsFrom = async (by: typeof store, evidence: Evidence) =>
  (await by.candidates.find(evidence, now)).map(({ id }) => id).toSorted()

describe('a member found by name', () => {
  test('and birth date, in any spelling of the name', async () => {
    const { memberId } = await join('Kim Da Eun')
    const namesake = await join('Kim Da Eun', { ...birth, monthDay: '0302' })
    expect(await idsFrom(store, { name: 'kim daeun', birth })).toEqual([memberId])
    expect(
      await idsFrom(store, { name: 'ＫＩＭ ＤＡＥＵＮ', birth: { ...birth, leapMonth: false } }),
    ).toEqual([memberId])
    expect(await idsFrom(byNameAlone, { name: 'Kim DaEun', birth })).toEqual(
      [memberId, namesake.memberId].toSorted(),
    )
    expect(await idsFrom(byNoName, { name: 'Kim DaEun', birth })).toEqual([])
  })

  test('alone only where the stage considers names', async () => {
    const { memberId } = await join('박서준')
    expect(await idsFrom(store, { name: '박서준' })).toEqual([])
    expect(await idsFrom(byNameAlone, { name: '박 서준' })).toEqual([memberId])
  })

  test('comes once, also when an address matches', async () => {
    const { memberId, person } = await join('이지은')
    const evidence: Evidence = { name: '이지은', birth, email: { value: person.email, trust: 'vouched' } }
    expect(await idsFrom(store, evidence)).toEqual([memberId])
  })

  test('that is common is one of at most twenty', async () => {
    for (let people = 0; people < 22; people++) await join('김민준')
    expect(await idsFrom(byNameAlone, { name: '김민준' })).toHaveLength(20)
  })

  test('stands in no key of the table', async () => {
    await join('Unmistakable')
    const written = (await scan(client, tableName)).map(({ PK, SK }) => `${PK} ${SK}`.toLowerCase())
    expect(written.join()).not.toContain('unmistakable')
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

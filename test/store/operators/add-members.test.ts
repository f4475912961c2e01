import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import type { Member } from '../../../lib/domain/member/member.ts'
import type { Importation } from '../../../lib/flows/ports/store/operators/imports.ts'
import { additionsIn } from '../../../lib/store/operators/importing/additions.ts'
import type { TableAccess } from '../../../lib/store/table/table-access.ts'
import { plainHashes } from '../../support/database.ts'
import { memoryTable } from '../../support/memory-table/memory-table.ts'
import { email, memberId, minutes, now } from '../cast.ts'

function oldMember(place: number, address = `member${place}@example.com`): Importation {
  const member: Member = {
    id: memberId(),
    externalId: `old-${place}`,
    status: 'active',
    version: 1,
    name: '김다은',
    ways: ['password', 'email'],
    email: { value: email(address), verified: true },
    attributes: {},
    locale: 'ko',
    credentialsVersion: 0,
    createdAt: minutes(-5),
  }
  const event = { id: v7(), type: 'member.imported', at: now } as const
  return { member, passwordHash: '!', identities: [], consents: [], event }
}

/** Additions to a table in memory that counts its transactions, and keeps the size of each. */
function watched(transact = (_: number): void => {}) {
  const table = memoryTable()
  const sizes: number[] = []
  const access: TableAccess = {
    ...table,
    transact(writes) {
      sizes.push(Object.keys(writes).length)
      transact(sizes.length)
      return table.transact(writes)
    },
  }
  return { table, sizes, add: additionsIn(access, plainHashes).add }
}

const places = (count: number): readonly number[] => Array.from({ length: count }, (_, place) => place)
const imported = { kind: 'imported', shares: [] }

test('members that are given at the same time go together, as many as a transaction holds', async () => {
  const { sizes, add } = watched()
  const results = await Promise.all(places(100).map((place) => add(oldMember(place))))
  expect(results).toEqual(places(100).map(() => imported))
  expect(sizes.length).toBeLessThan(20)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(100)
})

test('a member who is there already keeps none of the others from being written', async () => {
  const { table, add } = watched()
  const all = places(8).map((place) => oldMember(place))
  const [known] = all
  if (known !== undefined) await add(known)
  const results = await Promise.all(all.map(add))
  expect(results.map(({ kind }) => kind)).toEqual(['there', ...places(7).map(() => 'imported')])
  expect(table.items().filter(({ SK }) => SK === 'MEMBER')).toHaveLength(8)
})

test('members who share an address are written one after the other', async () => {
  const { table, add } = watched()
  const [one, other] = [oldMember(1, 'shared@example.com'), oldMember(2, 'shared@example.com')]
  expect(await Promise.all([add(one), add(other)])).toEqual([
    imported,
    { kind: 'imported', shares: ['email'] },
  ])
  expect(table.items().filter(({ PK }) => String(PK).startsWith('CLAIM#email'))).toHaveLength(0)
})

test('an error of the table reaches everybody whom it concerns, and nobody else', async () => {
  const { add } = watched((call) => {
    if (call === 1) throw new Error('the table is away')
  })
  const results = await Promise.allSettled(places(30).map((place) => add(oldMember(place))))
  const failed = results.filter(({ status }) => status === 'rejected').length
  expect(failed).toBeGreaterThan(0)
  expect(failed).toBeLessThan(30)
  expect(await add(oldMember(99))).toEqual(imported)
})

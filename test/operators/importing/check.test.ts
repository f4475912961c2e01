import { describe, expect, it } from 'vitest'
import { importedMemberId } from '../../../lib/contacts/imported-member-id.ts'
import { putWhen, type TableItem, updateWhen } from '../../../lib/store/table/expressions.ts'
import { keys } from '../../../lib/store/table/schema.ts'
import { chance, folderOfFiles, house, killedAfter, logOf, meetingRecords, ownRecords } from './house.ts'

const fileOf = await folderOfFiles()

type House = ReturnType<typeof house>

/** What joined, linked and changed here without an import: claims of addresses, identities in each state, used members. */
async function liveHere({ table }: House, seed: number): Promise<void> {
  const next = chance(seed)
  const somebody = importedMemberId('somebody')
  const put = (item: TableItem & { PK: string; SK: string }) =>
    table.transact({ row: putWhen(item, { text: 'attribute_not_exists(#PK)' }) })
  for (const number of [3, 7, 12, 100, 160])
    await put({
      ...keys.claim('email', `e${number}@example.com`),
      ...{ kind: 'claim', of: 'email', memberId: somebody, verified: true },
    })
  await put({
    ...keys.claim('login_id', 'login.7'),
    kind: 'claim',
    of: 'login_id',
    memberId: somebody,
    verified: true,
  })
  const states = ['pending', 'linked', 'disconnecting', 'unlinked_by_provider', 'cut', 'not_revocable']
  for (const [index, state] of states.entries()) {
    const identity = { provider: 'kakao', subject: String(index + 5) }
    const key = { PK: `CLAIM#identity#kakao#${identity.subject}`, SK: 'CLAIM' }
    await put({ ...key, kind: 'identity_claim', ...identity, state, memberId: somebody })
  }
  for (let count = 0; count < 60; count += 1)
    await table.transact({
      used: updateWhen(
        keys.member(importedMemberId(`i${next(300)}`)),
        { add: { version: 1 } },
        { text: 'attribute_exists(#PK)' },
      ),
    })
}

const figures = (json: unknown): object => {
  const { checked: _c, undo: _u, rejects: _r, warnings: _w, ...rest } = Object(json)
  return rest
}

describe('a check', () => {
  it.each(Array.from({ length: 16 }, (_, seed) => seed))(
    'writes nothing, and counts and tells what the import does then (%i)',
    async (seed) => {
      const here = house()
      // One at a time, an update finds the values that an earlier record has freed.
      const options = { updates: seed % 2 === 1, atOnce: seed % 4 === 3 ? 1 : 8 }
      const isMixed = !options.updates || options.atOnce === 1
      await here.run(
        await fileOf(`before-${seed}.csv`, isMixed ? meetingRecords(seed + 500, '이', 300) : ownRecords(300)),
      )
      await liveHere(here, seed)
      const content = meetingRecords(seed, '김')
      const [checked, imported] = [
        await fileOf(`checked-${seed}.csv`, content),
        await fileOf(`imported-${seed}.csv`, content),
      ]
      const before = JSON.stringify(here.table.items())
      const check = await here.run(checked, { ...options, checks: true })
      expect(JSON.stringify(here.table.items())).toBe(before)
      const whole = await here.run(imported, options)
      expect(figures(check.json)).toEqual(figures(whole.json))
      for (const log of ['rejects', 'warnings'] as const)
        expect(await logOf(checked, log)).toBe(await logOf(imported, log))
    },
  )

  it('counts what an import had written before it was broken off', async () => {
    const here = house()
    const file = await fileOf('broken.csv', meetingRecords(77, '김'))
    await expect(here.run(file, { understand: killedAfter(400) })).rejects.toThrow('killed')
    const check = await here.run(file, { checks: true })
    expect(figures(check.json)).toEqual(figures((await here.run(file)).json))
  })

  it('says in words what would become of the records', async () => {
    const here = house()
    await here.run(await fileOf('first.csv', 'externalId,email\na,a@example.com\n'))
    const file = await fileOf(
      'second.csv',
      'externalId,email\na,new@example.com\nb,b@example.com\nb,c@example.com\n',
    )
    const { text } = await here.run(file, { checks: true, updates: true })
    expect(text).toMatch(/^would be imported 1, there already 2, rejected 0\n/)
    expect(text).toContain('of those there: renewed 1, left alone 0')
  })
})

import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { identityMethod, type Member } from '../../../lib/domain/member/member.ts'
import type { Importation } from '../../../lib/flows/ports/store/operators/imports.ts'
import { undoImport } from '../../../lib/operators/importing/undo-import.ts'
import { createOperatorStore } from '../../../lib/store/operators/operator-store.ts'
import { freshTable, plainHashes } from '../../support/database.ts'
import { expectInvariants, scan } from '../../support/scan.ts'
import { email, memberId, minutes, now, phone, sessionOf, somebody } from '../cast.ts'

const { client, tableName, store } = await freshTable()
const { imports, operations } = createOperatorStore({ client, tableName, hashes: plainHashes })

let people = 0
function oldMember(importId: string, more: Partial<Member> = {}): Importation {
  people += 1
  const member: Member = {
    id: memberId(),
    externalId: `back-${people}`,
    status: 'active',
    version: 1,
    imported: true,
    importId,
    asImported: 1,
    neverProven: true,
    name: '김다은',
    ways: ['password', ...(more.email?.verified ? (['email'] as const) : [])],
    attributes: {},
    locale: 'ko',
    credentialsVersion: 0,
    createdAt: minutes(-5),
    ...more,
  }
  const event = { id: v7(), type: 'member.imported', at: now } as const
  return { member, passwordHash: 'hash', identities: [], consents: [], event }
}

const rowsOf = async () => (await scan(client, tableName)).length
const everything = async () => JSON.stringify(await scan(client, tableName))
const address = () => email(`back${v7()}@example.com`)

describe('an import that is taken back', () => {
  test('leaves nothing of a member, who can be imported again', async () => {
    const importId = v7()
    const { identity, ci } = somebody()
    const before = await rowsOf()
    const importation: Importation = {
      ...oldMember(importId, {
        email: { value: address(), verified: true },
        phone: { value: phone('+821012349876'), verified: true },
        loginId: 'Dana',
        birth: { year: 1990, monthDay: '0220', calendar: 'solar' },
        ci,
        ways: ['password', 'email', 'phone', identityMethod(identity)],
      }),
      identities: [{ ...identity, linkedAt: now }],
      consents: [{ tag: 'service', version: '1', agreed: true, at: now, source: 'import' }],
    }
    for (let round = 0; round < 2; round += 1) {
      expect(await imports.add(importation)).toEqual({ kind: 'imported', shares: [] })
      expect(await rowsOf()).toBe(before + 10)
      expect(await undoImport(imports, importId)).toEqual({ takenBack: 1, leftAlone: 0 })
      expect(await rowsOf()).toBe(before)
    }
  })

  test('leaves alone who has signed in since, also after signing out', async () => {
    const importId = v7()
    const value = address()
    const importation = oldMember(importId, { email: { value, verified: true } })
    await imports.add(importation)
    const session = { ...sessionOf(importation.member.id, somebody()), credentialsVersion: 0 }
    const opened = await store.sessions.open(session, { passwordHash: 'hash' }, 'written_before')
    expect(opened).toEqual({ kind: 'opened', lacks: [] })
    await store.sessions.end(session.memberId, session.id)
    expect(await undoImport(imports, importId)).toEqual({ takenBack: 0, leftAlone: 1 })
    expect((await operations.find(importation.member.id))?.member).not.toHaveProperty('asImported')
  })

  test('leaves alone whom an operator has changed', async () => {
    const importId = v7()
    const { member } = oldMember(importId, { email: { value: address(), verified: true } })
    await imports.add({ ...oldMember(importId), member })
    const event = { id: v7(), type: 'member.suspended', at: now, operator: 'hana' } as const
    expect(await operations.updateStatus({ member, to: 'suspended', endsAll: true, event })).toBe('done')
    expect(await undoImport(imports, importId)).toEqual({ takenBack: 0, leftAlone: 1 })
  })

  test('forgets that its members shared a contact, and no other import’s members', async () => {
    const [first, second, value] = [v7(), v7(), address()]
    const other = oldMember(first, { email: { value: address(), verified: true } })
    await imports.add(other)
    for (let n = 0; n < 3; n += 1) await imports.add(oldMember(second, { email: { value, verified: true } }))
    expect(await undoImport(imports, second)).toEqual({ takenBack: 3, leftAlone: 0 })
    expect(await everything()).not.toContain('shared_mark')
    expect(await imports.add(oldMember(v7(), { email: { value, verified: true } }))).toEqual({
      kind: 'imported',
      shares: [],
    })
    expect((await operations.find(other.member.id))?.member.email?.verified).toBe(true)
  })

  test('ends one of two who race: the sign-in or the member', async () => {
    for (let round = 0; round < 10; round += 1) {
      const importId = v7()
      const { member, ...rest } = oldMember(importId, { email: { value: address(), verified: true } })
      await imports.add({ member, ...rest })
      const session = { ...sessionOf(member.id, somebody()), credentialsVersion: 0 }
      const [opened, undone] = await Promise.all([
        store.sessions.open(session, { passwordHash: 'hash' }, 'written_before'),
        undoImport(imports, importId),
      ])
      expect(undone.takenBack).toBe(opened.kind === 'opened' ? 0 : 1)
    }
  })

  test('leaves a sound table', async () => {
    await expectInvariants(client, tableName)
  })
})

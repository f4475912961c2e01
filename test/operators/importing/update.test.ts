import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { importedMemberId } from '../../../lib/contacts/imported-member-id.ts'
import { importFile } from '../../../lib/operators/importing/import-file.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { createOperatorStore } from '../../../lib/store/operators/operator-store.ts'
import { freshTable, plainHashes } from '../../support/database.ts'
import { plainOptions } from '../../support/import-options.ts'
import { expectInvariants, scan } from '../../support/scan.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-update-'))
afterAll(() => rm(folder, { recursive: true }))
const { client, tableName } = await freshTable()
const { imports, operations, exports } = createOperatorStore({ client, tableName, hashes: plainHashes })

let files = 0
/** Imports records; with `updates`, renews those who are there. */
async function bring(updates: boolean, ...members: readonly object[]) {
  files += 1
  const file = join(folder, `${files}.jsonl`)
  await writeFile(file, members.map((member) => `${JSON.stringify(member)}\n`).join(''))
  const now = () => new Date('2026-11-22T10:00:00Z')
  const destination = { imports, hashes: plainHashes, record: ids.record, tableId: tableName, now }
  const imported = await importFile(
    { ...destination, timeZone: 'Asia/Seoul' },
    { ...plainOptions, updates, file, atOnce: 8 },
  )
  return imported.counts
}
const import1 = (...members: readonly object[]) => bring(false, ...members)
const update = (...members: readonly object[]) => bring(true, ...members)

async function found(externalId: string) {
  const whole = await exports.findWhole(importedMemberId(externalId))
  if (whole === undefined) throw new Error(`no member ${externalId}`)
  return whole
}

const whole = {
  externalId: 'u1',
  email: 'u1@example.com',
  emailVerified: true,
  phone: '010-1111-0001',
  name: '김하나',
  loginId: 'hana',
  birthDate: '1990-02-20',
  passwordHash: '5f4dcc3b5aa765d61d8327deb882cf99',
  identities: ['kakao:1001'],
  consents: ['service:1:yes:2020-01-01T00:00:00Z'],
  attributes: { position: '사원' },
  joinedAt: '2019-05-17',
}

describe('an update', () => {
  it('renews what the file says anew, adds newcomers, and empties nothing', async () => {
    await import1(whole)
    const counts = await update(
      {
        externalId: 'u1',
        email: 'new@example.com',
        name: '김한나',
        loginId: 'HANNA',
        identities: ['kakao:1001', 'kakao:1002'],
        consents: ['marketing:1:no:2021-01-01T00:00:00Z'],
        attributes: { team: '개발' },
      },
      { externalId: 'u2', email: 'u2@example.com' },
    )
    expect(counts).toMatchObject({ imported: 1, there: 1, renewed: 1, leftAlone: 0, rejected: 0 })
    const { member, identities, consents, passwordHash } = await found('u1')
    expect(member).toMatchObject({
      email: { value: 'new@example.com', verified: false },
      phone: { value: '+821011110001' },
      name: '김한나',
      loginId: 'HANNA',
      birth: { year: 1990 },
      attributes: { position: '사원', team: '개발' },
      createdAt: new Date('2019-05-16T15:00:00Z'),
      version: 2,
      asImported: 2,
    })
    expect(identities.map(({ subject }) => subject)).toEqual(['1001', '1002'])
    expect(consents.map(({ tag }) => tag).toSorted()).toEqual(['marketing', 'service'])
    expect(passwordHash).toMatch(/^wrapped:/)
    const rows = JSON.stringify(await scan(client, tableName))
    expect(rows).not.toContain('CLAIM#email#u1@example.com')
    expect(rows).not.toContain('CLAIM#login_id#hana"')
    await expectInvariants(client, tableName)
  })

  it('changes nothing when the file says nothing new', async () => {
    await import1({
      ...whole,
      externalId: 'u3',
      email: 'u3@example.com',
      phone: undefined,
      loginId: 'u3',
      identities: [],
    })
    const before = await found('u3')
    const same = {
      ...whole,
      externalId: 'u3',
      email: 'u3@example.com',
      phone: undefined,
      loginId: 'u3',
      identities: [],
    }
    const { emailVerified: _, ...silent } = same
    for (const record of [same, silent, { externalId: 'u3', email: 'u3@example.com' }]) {
      expect(await update(record)).toMatchObject({ there: 1, renewed: 0 })
    }
    expect(await found('u3')).toEqual(before)
  })

  it('verifies what the file calls verified by now, and renews a password', async () => {
    await import1({
      externalId: 'u4',
      email: 'u4@example.com',
      passwordHash: '5f4dcc3b5aa765d61d8327deb882cf99',
    })
    const before = (await found('u4')).passwordHash
    expect(
      await update({
        externalId: 'u4',
        email: 'u4@example.com',
        emailVerified: true,
        passwordHash: 'e10adc3949ba59abbe56e057f20f883e',
      }),
    ).toMatchObject({ renewed: 1 })
    const { member, passwordHash } = await found('u4')
    expect(member.email).toEqual({ value: 'u4@example.com', verified: true })
    expect(member.ways.toSorted()).toEqual(['email', 'password'])
    expect(passwordHash).not.toBe(before)
    await expectInvariants(client, tableName)
  })

  it('leaves alone whom somebody has changed since', async () => {
    await import1({ externalId: 'u5', email: 'u5@example.com', name: '김다섯' })
    const { member } = await found('u5')
    const event = { id: ids.record(), type: 'member.suspended', at: new Date(), operator: 'hana' } as const
    await operations.updateStatus({ member, to: 'suspended', endsAll: true, event })
    expect(await update({ externalId: 'u5', email: 'u5@example.com', name: '김오' })).toMatchObject({
      there: 1,
      leftAlone: 1,
    })
    expect((await found('u5')).member.name).toBe('김다섯')
  })

  it('gives back a contact that a mended file no longer shares', async () => {
    const shared = {
      email: 'family@example.com',
      emailVerified: true,
      passwordHash: `$2b$05$${'C'.repeat(53)}`,
    }
    await import1({ externalId: 'm1', ...shared }, { externalId: 'm2', ...shared })
    expect((await found('m1')).member.email).toMatchObject({ shared: true })
    const mended = [
      { externalId: 'm2', email: 'm2@example.com', emailVerified: true },
      { externalId: 'm1', ...shared },
    ]
    // Members are written at the same time, so the first run may look at the address before the other has left it.
    const renewed = [(await update(...mended)).renewed, (await update(...mended)).renewed]
    expect(renewed[0] === 2 ? renewed[1] : renewed[0]).toBe(renewed[0] === 2 ? 0 : 1)
    expect(await update(...mended)).toMatchObject({ there: 2, renewed: 0 })
    expect((await found('m1')).member.email).toEqual({ value: 'family@example.com', verified: true })
    expect((await found('m2')).member.email).toEqual({ value: 'm2@example.com', verified: true })
    await expectInvariants(client, tableName)
  })

  it('takes over nothing of others: an identity, a login ID and an address stay with their members', async () => {
    await import1(
      {
        externalId: 't1',
        email: 't1@example.com',
        emailVerified: true,
        loginId: 't1',
        identities: ['kakao:2001'],
      },
      { externalId: 't2', email: 't2@example.com', emailVerified: true },
    )
    const counts = await update({
      externalId: 't2',
      email: 't1@example.com',
      loginId: 'T1',
      identities: ['kakao:2001'],
      passwordHash: `$2b$05$${'C'.repeat(53)}`,
    })
    expect(counts).toMatchObject({ there: 1, renewed: 1 })
    const { member, identities } = await found('t2')
    expect([member.loginId, identities, member.email]).toEqual([
      undefined,
      [],
      { value: 't1@example.com', verified: false, shared: true },
    ])
    expect((await found('t1')).member.email).toEqual({ value: 't1@example.com', verified: true })
    await expectInvariants(client, tableName)
  })
})

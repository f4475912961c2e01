import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aroundAll, describe, expect } from 'vitest'
import { importFile } from '../../lib/operators/importing/import-file.ts'
import { createPasswords } from '../../lib/passwords/passwords.ts'
import { world } from '../../lib/runtime/world.ts'
import { createOperatorStore } from '../../lib/store/operators/operator-store.ts'
import { tableClient } from '../support/database.ts'
import { plainOptions } from '../support/import-options.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const password = 'from the old system'
let folder: string
let passwordHash: string

async function bring(stack: TestStack, ...members: readonly object[]) {
  const { hashes, ids, clock } = await world()
  const { imports } = createOperatorStore({ client: tableClient(), tableName: stack.tableName, hashes })
  const path = join(folder, `${ids.record()}.jsonl`)
  await writeFile(path, members.map((member) => `${JSON.stringify(member)}\n`).join(''))
  const destination = {
    imports,
    hashes,
    record: ids.record,
    tableId: stack.tableName,
    timeZone: 'Asia/Seoul',
  }
  const { counts } = await importFile(
    { ...destination, now: clock.now },
    { ...plainOptions, file: path, atOnce: 8 },
  )
  return counts
}

aroundAll(async (runTests) => {
  folder = await mkdtemp(join(tmpdir(), 'ieum-login-ids-'))
  await runTests()
  await rm(folder, { recursive: true })
})
const it = testWithStack({ personas: [atKakao('minji', { name: '김민지' })] })
it.beforeAll(async () => {
  passwordHash = await createPasswords().hash(password)
})

describe('a member with a login ID', () => {
  it('signs in by it beside the old password, in any case, and sees it', async ({ stack }) => {
    expect(await bring(stack, { externalId: 'l1', loginId: 'Hong.Gil', passwordHash })).toMatchObject({
      imported: 1,
    })
    const who = visitor(stack)
    for (const written of ['Hong.Gil', 'hong.gil', ' HONG.GIL ']) {
      expect(await who.passwordLogin(written, password)).toMatchObject({
        status: 200,
        body: { outcome: 'signed_in', member: { externalId: 'l1' } },
      })
    }
    expect((await who.me()).body).toMatchObject({ loginId: 'Hong.Gil', methods: ['login_id'] })
  })

  it('is told apart from nobody by a wrong password', async ({ stack }) => {
    const wrong = await visitor(stack).passwordLogin('hong.gil', 'wrong')
    const nobody = await visitor(stack).passwordLogin('nobody.here', 'wrong')
    expect(wrong).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
    expect(nobody).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } })
    expect((await visitor(stack).passwordLogin('not an id', 'wrong')).status).toBe(400)
  })

  it('has it alone: the second of two members is imported without it, or not at all', async ({ stack }) => {
    const counts = await bring(
      stack,
      { externalId: 'l2', loginId: 'dana', passwordHash },
      { externalId: 'l3', loginId: 'DANA', email: 'l3@example.com', passwordHash },
      { externalId: 'l4', loginId: 'Dana', passwordHash },
    )
    expect(counts).toMatchObject({ imported: 2, warned: 1, rejected: 1 })
    const response = await visitor(stack).passwordLogin('dana', password)
    expect(response.body).toMatchObject({ member: { externalId: 'l2' } })
  })

  it('is reminded of it in a hint, and proves the account by it', async ({ stack }) => {
    const contact = { email: 'minji@example.com', emailVerified: true, name: '김민지' }
    await bring(stack, { externalId: 'l5', loginId: 'minji', ...contact, passwordHash })
    const who = visitor(stack)
    expect((await who.direct('minji')).body).toMatchObject({
      outcome: 'link_confirmation_required',
      candidates: [{ methods: ['password', 'email_code', 'login_id'] }],
    })
    expect((await who.passwordLogin('minji', password)).status).toBe(200)
  })

  it('keeps it when the password changes', async ({ stack }) => {
    await bring(stack, { externalId: 'l6', loginId: 'sora', passwordHash })
    const who = visitor(stack)
    await who.passwordLogin('sora', password)
    expect(
      (await who.call('PATCH', '/me', { body: { password: 'another password 1' }, bearer: who.accessToken }))
        .status,
    ).toBe(200)
    expect((await visitor(stack).passwordLogin('sora', 'another password 1')).status).toBe(200)
    expect((await visitor(stack).passwordLogin('sora', password)).status).toBe(401)
  })

  it('leaves the table sound', async ({ stack }) => {
    await expectSoundTable(stack)
  })
})

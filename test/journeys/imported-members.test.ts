import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { genSaltSync, hashSync } from 'bcryptjs'
import { aroundAll, describe, expect } from 'vitest'
import { importedMemberId } from '../../lib/contacts/imported-member-id.ts'
import { passwordRow } from '../../lib/store/rows/member/member.ts'
import { readRow } from '../../lib/store/rows/row.ts'
import { keys } from '../../lib/store/table/schema.ts'
import hashes from '../passwords/frameworks/hashes.json' with { type: 'json' }
import { tableClient } from '../support/database.ts'
import { bringTo } from '../support/imports-of-project.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/** The password hashes of the old system, made by the programs in their names. */
const made = {
  django: ['lètmein', 'pbkdf2_sha256$20000$seasalt$oBSd886ysm3AqYun62DOdin8YcfbU1z9cksZSuLP9r0='],
  bcrypt: ['an old password', hashSync('an old password', genSaltSync(4))],
  argon2: [
    'password',
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  ],
  scrypt: [
    'password',
    '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
  ],
  gnuboard: ['비밀 lètmein 1', hashes['Gnuboard 5']],
  mysql: ['비밀 lètmein 1', hashes['MySQL, PASSWORD()']],
  wordpress: ['비밀 lètmein 1', hashes['WordPress 6.8']],
  phpass: ['비밀 lètmein 1', hashes['WordPress before 6.8, phpass']],
  spring: ['비밀 lètmein 1', hashes['Spring, bcrypt']],
  md5: ['비밀 lètmein 1', hashes.MD5],
} as const

/** Visitors from Kakao, at a service with imported members. */
const cast = [
  atKakao('known', { name: '김하나' }),
  atKakao('unproven', { name: '김하나' }),
  atKakao('household', { name: '김하나' }),
]

const client = tableClient()
let folder: string

const bring = (stack: TestStack, members: readonly object[]) => bringTo(stack, folder, members)

async function hashOf(stack: TestStack, externalId: string): Promise<string | undefined> {
  const { GetCommand } = await import('@aws-sdk/lib-dynamodb')
  const Key = { ...keys.member(importedMemberId(externalId)) }
  const { Item } = await client.send(new GetCommand({ TableName: stack.tableName, Key }))
  return readRow(passwordRow, Item).passwordHash
}

aroundAll(async (runTests) => {
  folder = await mkdtemp(join(tmpdir(), 'ieum-old-'))
  await runTests()
  await rm(folder, { recursive: true })
})
const it = testWithStack({ personas: cast })
it.beforeAll(async ({ stack }) => {
  const people = Object.entries(made).map(([name, [, passwordHash]]) => ({
    externalId: `old-${name}`,
    email: `${name}@example.com`,
    emailVerified: true,
    passwordHash,
    joinedAt: '2019-05-17T10:00:00Z',
    consents: ['service:2019-01:yes'],
  }))
  expect(await bring(stack, people)).toMatchObject({ imported: 10, rejected: 0 })
})

describe('a member of the old system', () => {
  it.for(Object.entries(made))('signs in by the old password: %s', async ([name, [password]], { stack }) => {
    const response = await visitor(stack).passwordLogin(`${name}@example.com`, password)
    const member = { id: importedMemberId(`old-${name}`), externalId: `old-${name}` }
    expect(response).toMatchObject({ status: 200, body: { outcome: 'signed_in', created: false, member } })
    expect(await hashOf(stack, `old-${name}`)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect((await visitor(stack).passwordLogin(`${name}@example.com`, password)).status).toBe(200)
    expect((await visitor(stack).passwordLogin(`${name}@example.com`, `${password}!`)).status).toBe(401)
  })

  it('signs in at five places at once, and the password stays valid', async ({ stack }) => {
    const passwordHash = hashSync('five at once', genSaltSync(4))
    await bring(stack, [{ externalId: 'five', email: 'five@example.com', emailVerified: true, passwordHash }])
    const all = await Promise.all(
      Array.from({ length: 5 }, () => visitor(stack).passwordLogin('five@example.com', 'five at once')),
    )
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(await hashOf(stack, 'five')).toMatch(/^\$argon2id\$/)
    expect((await visitor(stack).passwordLogin('five@example.com', 'five at once')).status).toBe(200)
  })

  it('with only an unverified address signs in by a code to it', async ({ stack }) => {
    await bring(stack, [{ externalId: 'bare', email: 'bare@example.com' }])
    const response = await visitor(stack).signInByCode('bare@example.com')
    expect(response).toMatchObject({ status: 200, body: { member: { externalId: 'bare' } } })
  })

  const household = (
    stack: TestStack,
    address: string,
    ...people: readonly (readonly [externalId: string, password: string])[]
  ) =>
    bring(
      stack,
      people.map(([externalId, password]) => ({
        externalId,
        email: address,
        emailVerified: true,
        passwordHash: hashSync(password, genSaltSync(4)),
      })),
    )

  it('with an address that three share signs in by it and the own password, and by no code', async ({
    stack,
  }) => {
    const address = 'family@example.com'
    const counts = await household(
      stack,
      address,
      ['mother', 'hers'],
      ['father', 'his'],
      ['child', 'the child’s'],
    )
    expect(counts).toMatchObject({ imported: 3, sharing: 2 })
    for (const [externalId, password] of [
      ['father', 'his'],
      ['child', 'the child’s'],
      ['mother', 'hers'],
    ] as const) {
      const who = visitor(stack)
      expect(await who.passwordLogin(address, password)).toMatchObject({
        status: 200,
        body: { member: { externalId } },
      })
      expect((await who.me()).body).toMatchObject({ externalId, methods: ['password'] })
    }
    expect(await visitor(stack).passwordLogin(address, 'nobody’s')).toMatchObject({
      status: 401,
      body: { code: 'invalid_credentials' },
    })
    expect((await visitor(stack).signInByCode(address)).status).toBe(404)
  })

  it('with an address that four share cannot sign in by it', async ({ stack }) => {
    const address = 'club@example.com'
    await household(stack, address, ['c1', 'one'], ['c2', 'two'], ['c3', 'three'], ['c4', 'four'])
    expect((await visitor(stack).passwordLogin(address, 'four')).status).toBe(401)
  })

  it('with a shared address and the other’s password too is asked to sign in another way', async ({
    stack,
  }) => {
    const address = 'couple@example.com'
    await household(stack, address, ['she', 'ours'], ['he', 'ours'])
    expect(await visitor(stack).passwordLogin(address, 'ours')).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer: '/identifier' }] },
    })
  })

  it('is matched through Kakao by a verified address and the name, and links by consent (row 5)', async ({
    stack,
  }) => {
    const passwordHash = hashSync('from before', genSaltSync(4))
    const contact = { email: 'known@example.com', emailVerified: true, name: '김 하나' }
    await bring(stack, [{ externalId: 'known', ...contact, passwordHash, joinedAt: '2019-05-17T10:00:00Z' }])
    expect((await visitor(stack).passwordLogin('known@example.com', 'from before')).status).toBe(200)

    const who = visitor(stack)
    expect(await who.direct('known')).toMatchObject({
      status: 200,
      body: {
        outcome: 'link_confirmation_required',
        candidates: [{ email: 'k*****@example.com', name: '김**', joinedMonth: '2019-05' }],
      },
    })
    expect(await who.link()).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false, member: { externalId: 'known' } },
    })
    expect(await visitor(stack).direct('known')).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', member: { id: importedMemberId('known'), externalId: 'known' } },
    })
  })

  it('is matched by an unverified address, and proves the account by the old password (row 7)', async ({
    stack,
  }) => {
    const passwordHash = hashSync('from before', genSaltSync(4))
    await bring(stack, [
      { externalId: 'unproven', email: 'unproven@example.com', name: '김하나', passwordHash },
    ])
    const who = visitor(stack)
    expect(await who.direct('unproven')).toMatchObject({
      status: 200,
      body: { outcome: 'link_proof_required', mayRegister: true },
    })
    expect((await who.passwordLogin('unproven@example.com', 'from before')).status).toBe(200)
    expect(await who.link()).toMatchObject({ status: 200, body: { outcome: 'linked' } })
    expect((await who.me()).body).toMatchObject({ externalId: 'unproven', emailVerified: true })
  })

  it('with a shared address is one of several matches of a Kakao visitor, and proves the account (row 9)', async ({
    stack,
  }) => {
    const passwordHash = hashSync('from before', genSaltSync(4))
    const share = { email: 'household@example.com', emailVerified: true, passwordHash }
    await bring(stack, [
      { externalId: 'son', ...share, name: '김하나', phone: '010-2222-3333' },
      { externalId: 'daughter', ...share, name: '김두리', phone: '010-2222-4444' },
    ])
    const who = visitor(stack)
    const { body } = await who.direct('household')
    expect(body).toMatchObject({ outcome: 'link_proof_required', mayRegister: true })
    expect((await who.passwordLogin('010-2222-3333', 'from before')).status).toBe(200)
    expect(await who.link()).toMatchObject({
      status: 200,
      body: { outcome: 'linked', member: { externalId: 'son' } },
    })
  })

  it('leaves the table sound', async ({ stack }) => {
    await expectSoundTable(stack)
  })
})

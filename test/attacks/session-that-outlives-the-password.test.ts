import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { hash } from 'bcryptjs'
import { describe, expect } from 'vitest'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import { keys } from '../../lib/store/table/schema.ts'
import { tableClient } from '../support/database.ts'
import { settle } from '../support/people-of-the-service.ts'
import { scan } from '../support/scan.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * Mallory knows Minji's password. Minji notices and chooses another one. In the same second Mallory signs in with the
 * old one: the comparison begins before the change is committed, and the session is written after it. Or the function
 * that changes the password has a clock that is minutes behind, so that Mallory's session looks like a later one. Or a
 * row of Mallory's session comes back from a backup.
 * Defence: a session opens under the condition that the compared hash is still stored, and carries a number of the
 * member that the change raises in its own transaction. No clock decides.
 */

const another = 'nobody but minji knows'

const it = testWithStack()
it.afterAll(({ stack }) => expectSoundTable(stack))

async function minjiAt(stack: TestStack, address: string): Promise<Visitor> {
  const minji = visitor(stack, { client: 'app' })
  expect((await minji.emailSignUp(address)).status).toBe(201)
  return minji
}

/** The old system's hash, as an import leaves it. */
async function setHash(stack: TestStack, id: MemberId, passwordHash: string) {
  const client = tableClient()
  await client.send(
    new UpdateCommand({
      TableName: stack.tableName,
      Key: { ...keys.member(id) },
      UpdateExpression: 'SET passwordHash = :hash',
      ExpressionAttributeValues: { ':hash': passwordHash },
    }),
  )
  client.destroy()
}

async function expectDead(mallory: Visitor) {
  if (mallory.accessToken === undefined) return
  expect((await mallory.me()).status).toBe(401)
  expect((await mallory.refresh()).status).toBe(401)
}

describe('a session that the old password opened', () => {
  it('in the same moment as the change is dead, or was never opened', async ({ stack }) => {
    for (let round = 0; round < 12; round += 1) {
      const address = `minji-${round}@example.com`
      const minji = await minjiAt(stack, address)
      const mallory = visitor(stack, { client: 'app' })
      const both = [() => minji.change({ password: another }), () => mallory.passwordLogin(address)]
      const [change, login] = round % 2 === 0 ? both : both.toReversed()
      const responses = await Promise.all([change?.(), login?.()])
      const [changed, signedIn] = round % 2 === 0 ? responses : responses.toReversed()
      expect(changed?.status).toBe(200)
      expect([200, 401]).toContain(signedIn?.status)
      await expectDead(mallory)
      expect((await minji.me()).status).toBe(200)
      expect((await mallory.passwordLogin(address)).status).toBe(401)
      expect((await mallory.passwordLogin(address, another)).status).toBe(200)
    }
  })

  it('is dead after a change by a function whose clock is five minutes behind', async ({ stack }) => {
    await minjiAt(stack, 'behind@example.com')
    const [mallory, minji] = [visitor(stack, { client: 'app' }), visitor(stack, { client: 'app' })]
    expect((await mallory.passwordLogin('behind@example.com')).status).toBe(200)
    stack.advanceClock(-300)
    try {
      expect((await minji.passwordLogin('behind@example.com')).status).toBe(200)
      expect((await minji.change({ password: another })).status).toBe(200)
      expect((await minji.me()).status).toBe(200)
    } finally {
      stack.advanceClock(300)
    }
    await expectDead(mallory)
    expect((await minji.me()).status).toBe(200)
  })

  it('stays dead when its row comes back from a backup', async ({ stack }) => {
    const minji = await minjiAt(stack, 'backup@example.com')
    const mallory = visitor(stack, { client: 'app' })
    expect((await mallory.passwordLogin('backup@example.com')).status).toBe(200)
    const client = tableClient()
    const backup = (await scan(client, stack.tableName)).filter(({ kind }) => kind === 'session')
    expect((await minji.change({ password: another })).status).toBe(200)
    for (const Item of backup) await client.send(new PutCommand({ TableName: stack.tableName, Item }))
    client.destroy()
    await expectDead(mallory)
  })
})

describe('the owner', () => {
  it('signs in after the change by a function whose clock is behind, and stays signed in', async ({
    stack,
  }) => {
    const minji = await minjiAt(stack, 'owner@example.com')
    expect((await minji.change({ password: another })).status).toBe(200)
    stack.advanceClock(-300)
    try {
      const phone = visitor(stack, { client: 'app' })
      expect((await phone.passwordLogin('owner@example.com', another)).status).toBe(200)
      expect((await phone.me()).status).toBe(200)
      expect((await phone.refresh()).status).toBe(200)
    } finally {
      stack.advanceClock(300)
    }
  })

  it('of an old hash signs in on several devices at once, though the first one renews the hash', async ({
    stack,
  }) => {
    const address = 'many@example.com'
    const { id } = await settle(stack, { email: address, password: usualPassword })
    await setHash(stack, id, await hash(usualPassword, 4))
    const devices = Array.from({ length: 4 }, () => visitor(stack, { client: 'app' }))
    const responses = await Promise.all(devices.map((device) => device.passwordLogin(address, usualPassword)))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    for (const device of devices) expect((await device.me()).status).toBe(200)
  })
})

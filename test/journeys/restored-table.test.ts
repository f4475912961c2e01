import { randomUUID } from 'node:crypto'
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, describe, expect, it } from 'vitest'
import { createTable } from '../../lib/local/aws/database.ts'
import { eraseAgain } from '../../lib/operators/restoring/erase-again.ts'
import { world } from '../../lib/runtime/world.ts'
import { createOperatorStore } from '../../lib/store/operators/operator-store.ts'
import { members, membersApart } from '../operators/members-command.ts'
import { left } from '../support/closing-steps.ts'
import { databaseClient, tableClient } from '../support/database.ts'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { comeBack, mailedToken } from '../support/reactivation-steps.ts'
import { scan } from '../support/scan.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'

/*
 * A table is lost after members were erased, and a backup of before takes its place. The ledger of erasures, a table of its
 * own, says who must go again; `npm run members -- erase-again` closes their accounts, and the sweep erases them.
 */

const personas = [atKakao('leaving', { email: mail('leaving@example.com') })]
const keys = { environment: { IEUM_SECRETS: '' } }
let stack: TestStack
afterEach(async () => {
  await expectSoundTable(stack)
  await stack.stop()
})

const open = (table?: string): Promise<TestStack> =>
  openTestStack({
    personas,
    environment: {
      ...(keys.environment.IEUM_SECRETS && keys.environment),
      ...(table && { IEUM_TABLE: table }),
    },
  })

/** A restore makes a new table of the rows of a backup. */
async function restored(backup: Awaited<ReturnType<typeof scan>>): Promise<string> {
  const name = `ieum-${randomUUID()}`
  const client = databaseClient()
  await createTable(client, name, 'silent')
  client.destroy()
  for (let from = 0; from < backup.length; from += 25) {
    const puts = backup.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }))
    await tableClient().send(new BatchWriteCommand({ RequestItems: { [name]: puts } }))
  }
  return name
}

/** What the command does, without a process of its own. */
async function eraseAgainHere() {
  const here = await world()
  const store = createOperatorStore({
    client: tableClient(),
    tableName: stack.tableName,
    hashes: here.hashes,
  })
  const ledger = store.membersInLedger(process.env['IEUM_LEDGER'] ?? '')
  return eraseAgain({ world: here, operations: store.operations, ledger, operator: 'hana' })
}

const app = () => visitor(stack, { client: 'app' })
const sweep = () => app().call('POST', '/_local/sweep', { body: {} })

/**
 * A sweep ends connections and erases members side by side. Where it ends a connection in the middle of its member's erasure,
 * the erasure reads it all again in the next sweep, once its hold of a minute is over.
 */
async function sweepUntilErased(): Promise<void> {
  await sweep()
  stack.advanceClock(61)
  await sweep()
}

async function member(address: string): Promise<Visitor> {
  const who = app()
  expect((await who.emailSignUp(address)).status).toBe(201)
  return who
}

/** Rows that name the member, or hold an address of the member's. */
const traces = async (id: string, address: string) =>
  (await scan(tableClient(), stack.tableName)).filter(
    (item) =>
      JSON.stringify(item, (_, value) => (value instanceof Set ? [...value] : value)).includes(address) ||
      (item['PK'] === `MEMBER#${id}` && item['SK'] !== 'MEMBER' && !String(item['SK']).startsWith('EVENT#')),
  )

describe('a table that was restored from before an erasure', () => {
  it('has the erased members again, until erase-again ends their sessions and the sweep erases them', async () => {
    stack = await open()
    keys.environment.IEUM_SECRETS = stack.environment['IEUM_SECRETS'] ?? ''
    const gone = await member('gone@example.com')
    await gone.startLink('leaving', {}, 'direct')
    await member('stays@example.com')
    const [id, refreshToken] = [String((await gone.me()).body['id']), gone.refreshToken]
    const backup = await scan(tableClient(), stack.tableName)

    await left(gone)
    stack.advanceClock(31 * 86_400)
    await sweep()
    expect(await traces(id, 'gone@example.com')).toEqual([])
    await stack.stop()

    stack = await open(await restored(backup))
    // The sign-in and the session of before work again: nothing in the table says that the member is gone.
    expect((await app().passwordLogin('gone@example.com', usualPassword)).status).toBe(200)
    const device = app()
    device.refreshToken = refreshToken
    expect((await device.refresh()).status).toBe(200)

    const command = membersApart({ variables: process.env }, 'erase-again', '--operator', 'hana')
    expect(JSON.parse(await command)).toMatchObject({ erasing: 1 })
    expect((await device.refresh()).status).toBe(401)
    expect((await app().passwordLogin('gone@example.com', usualPassword)).status).not.toBe(200)
    await sweepUntilErased()
    expect(await traces(id, 'gone@example.com')).toEqual([])
    expect(stack.kakao.isConnected('leaving')).toBe(false)
    expect((await app().passwordLogin('gone@example.com', usualPassword)).status).toBe(401)
    // Nobody else is touched, and the command may be repeated.
    expect(await eraseAgainHere()).toMatchObject({ erasing: 0 })
    expect((await app().passwordLogin('stays@example.com', usualPassword)).status).toBe(200)
    stack.advanceClock(61)
    // Whoever left may join again, as after the first erasure.
    expect((await app().emailSignUp('gone@example.com')).status).toBe(201)
  }, 60_000)

  it('has a member whose grace period had ended since, whom erase-again erases as well', async () => {
    stack = await open()
    const gone = await member('grace@example.com')
    const id = String((await gone.me()).body['id'])
    await left(gone)
    const backup = await scan(tableClient(), stack.tableName)
    stack.advanceClock(31 * 86_400)
    await sweep()
    await stack.stop()

    stack = await open(await restored(backup))
    expect((await traces(id, 'grace@example.com')).length).toBeGreaterThan(0)
    await eraseAgainHere()
    await sweep()
    expect(await traces(id, 'grace@example.com')).toEqual([])
  }, 60_000)

  it('has accounts open again that were closed since, until close-again closes them as they were', async () => {
    stack = await open()
    keys.environment.IEUM_SECRETS = stack.environment['IEUM_SECRETS'] ?? ''
    const [closed, back] = [await member('closed@example.com'), await member('back@example.com')]
    await closed.startLink('leaving', {}, 'direct')
    await member('stays@example.com')
    const refreshToken = closed.refreshToken
    const backup = await scan(tableClient(), stack.tableName)
    await left(back)
    expect(await comeBack(stack, await mailedToken(stack, back, 'back@example.com'))).toMatchObject({
      status: 200,
    })
    await left(closed)
    const before = await scan(tableClient(), stack.tableName)
    await stack.stop()

    const tableOfBefore = await restored(before)
    stack = await open(await restored(backup))
    expect((await app().passwordLogin('closed@example.com', usualPassword)).status).toBe(200)
    const command = membersApart(
      { variables: process.env },
      'close-again',
      tableOfBefore,
      '--operator',
      'hana',
    )
    expect(JSON.parse(await command)).toEqual({ closed: 1, unchanged: 0 })
    const device = app()
    device.refreshToken = refreshToken
    expect((await device.refresh()).status).toBe(401)
    // Row 23, with the date of then.
    const refused = await app().passwordLogin('closed@example.com', usualPassword)
    const then = before.find((item) => item['status'] === 'withdrawn')?.['restorableUntil']
    expect(refused.body).toMatchObject({
      code: 'member_withdrawn',
      restorableUntil: new Date(Number(then)).toISOString(),
    })
    // Whoever had restored the account, and whoever never closed it, are not touched.
    for (const address of ['back@example.com', 'stays@example.com'])
      expect((await app().passwordLogin(address, usualPassword)).status).toBe(200)
    expect(JSON.parse(await members({ variables: process.env }, 'close-again', tableOfBefore))).toEqual({
      closed: 0,
      unchanged: 1,
    })
    stack.advanceClock(31 * 86_400)
    await sweepUntilErased()
    const id = before.find((item) => item['status'] === 'withdrawn')?.['id']
    expect(await traces(String(id), 'closed@example.com')).toEqual([])
    expect(stack.kakao.isConnected('leaving')).toBe(false)
  }, 60_000)

  it('has an account that was merged since into one that left, and erase-again erases both', async () => {
    stack = await open()
    const merged = app()
    expect((await merged.signUp('leaving')).status).toBe(201)
    const survivor = await member('survivor@example.com')
    const idOf = async (who: Visitor) => String((await who.me()).body['id'])
    const [mergedId, survivorId] = [await idOf(merged), await idOf(survivor)]
    const backup = await scan(tableClient(), stack.tableName)
    await survivor.startLink('leaving', {}, 'direct')
    expect((await survivor.merge()).body['outcome']).toBe('merged')
    await left(survivor)
    stack.advanceClock(31 * 86_400)
    await sweepUntilErased()
    expect(await traces(mergedId, 'leaving@example.com')).toEqual([])
    await stack.stop()

    stack = await open(await restored(backup))
    expect((await traces(mergedId, 'leaving@example.com')).length).toBeGreaterThan(0)
    expect(await eraseAgainHere()).toMatchObject({ erasing: 2 })
    await sweepUntilErased()
    expect(await traces(mergedId, 'leaving@example.com')).toEqual([])
    expect(await traces(survivorId, 'survivor@example.com')).toEqual([])
  }, 60_000)
})

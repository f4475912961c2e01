import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, expect } from 'vitest'
import { importedMemberId } from '../../lib/contacts/imported-member-id.ts'
import type { PublicEvent } from '../../lib/domain/history/public-event.ts'
import { createTable } from '../../lib/local/aws/database.ts'
import { republish } from '../../lib/operators/repeating/republish.ts'
import { recordedEventsIn } from '../../lib/store/operators/recorded-events.ts'
import { defaultRetryPolicy } from '../../lib/store/table/retry.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { account, members } from '../operators/members-command.ts'
import { databaseClient, tableClient } from '../support/database.ts'
import { expectEvent } from '../support/event-schemas.ts'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { comeBack, mailedToken } from '../support/reactivation-steps.ts'
import { scan, violationsIn } from '../support/scan.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import fixture from './rows-of-0.1.0.json' with { type: 'json' }

/*
 * Members of release 0.1.0 in the hands of today's code. `rows-of-0.1.0.json` is a scan of a table after people had
 * signed up, linked, paused, closed and been imported through the doors of that release. The people are made up, and the
 * keys were never a stage's. A release that is published adds a file like it, and this test runs for each.
 */

const since = Date.now() - Date.parse(fixture.writtenAt)

/** A time of the rows, as if they had been written just now: in milliseconds or seconds, of the days around them. */
function moved(text: string): string {
  const value = Number(text)
  if (value > 1.7e12 && value < 2e12) return String(value + since)
  return value > 1.7e9 && value < 2e9 ? String(value + Math.floor(since / 1000)) : text
}

const rows: readonly Record<string, AttributeValue>[] = JSON.parse(
  JSON.stringify(fixture.rows),
  (key, value) => (key === 'N' ? moved(value) : value),
)

const folder = await mkdtemp(join(tmpdir(), 'ieum-upgrade-'))
const secrets = JSON.stringify({ ...(await makeKeys(new Date())), ...fixture.secrets })
/** One more member as that release imported them, whom only an unverified address names. */
const lonely = {
  id: importedMemberId('user-5'),
  createdAt: { N: String(Date.now() - 86_400_000) },
}
const lonelyRows: readonly Record<string, AttributeValue>[] = [
  {
    PK: { S: `MEMBER#${lonely.id}` },
    SK: { S: 'MEMBER' },
    kind: { S: 'member' },
    id: { S: lonely.id },
    externalId: { S: 'user-5' },
    status: { S: 'active' },
    version: { N: '1' },
    locale: { S: 'ko' },
    attributes: { S: '{}' },
    createdAt: lonely.createdAt,
    sessionsValidFrom: lonely.createdAt,
    email: { M: { value: { S: 'lonely@example.com' }, verified: { BOOL: false } } },
  },
  {
    PK: { S: 'CLAIM#email#lonely@example.com' },
    SK: { S: 'CLAIM' },
    kind: { S: 'claim' },
    of: { S: 'email' },
    memberId: { S: lonely.id },
    externalId: { S: 'user-5' },
    verified: { BOOL: false },
    imported: { BOOL: true },
  },
]

const it = testWithStack(async () => {
  const IEUM_TABLE = `ieum-${randomUUID()}`
  const client = databaseClient()
  await createTable(client, IEUM_TABLE, 'silent')
  for (const Item of [...rows, ...lonelyRows])
    await client.send(new PutItemCommand({ TableName: IEUM_TABLE, Item }))
  client.destroy()
  return {
    personas: [
      ...fixture.personas,
      atKakao('moon', { id: '4900000001', name: '문하늘', email: mail('imported@example.com') }, ['phone']),
    ],
    environment: { IEUM_TABLE, IEUM_SECRETS: secrets },
  }
})
afterAll(() => rm(folder, { recursive: true }))

const phone = (stack: TestStack): Visitor => visitor(stack, { client: 'app' })

/** Goes on with a session of that release. Gives the status. */
async function renew(stack: TestStack, key: keyof typeof fixture.refreshTokens) {
  const who = phone(stack)
  who.refreshToken = fixture.refreshTokens[key]
  const { status } = await who.refresh()
  return { who, status }
}

/** The breaches of the invariants. Rows of limits and codes are gone in a day, and no later release reads them. */
const breaches = async (stack: TestStack) =>
  violationsIn(await scan(tableClient(), stack.tableName)).filter((one) => !/^(?:RATE|CODE)#/.test(one))

it('reads every row, and breaks no invariant but of ended identities, which stood in their claim alone', async ({
  stack,
}) => {
  const found = await breaches(stack)
  expect(found).toContain('CLAIM#identity#kakao#4000000005 CLAIM is not listed by its member')
  expect(found.filter((one) => !/^CLAIM#identity#kakao#400000000[56] |has no way in$/.test(one))).toEqual([])
})

it('goes on with a session, and with none of a paused or a closed account', async ({ stack }) => {
  const { who, status } = await renew(stack, 'returning')
  expect(status).toBe(200)
  expect((await who.me()).body).toMatchObject({ email: 'returning@example.com', emailVerified: true })
  expect([(await renew(stack, 'paused')).status, (await renew(stack, 'left')).status]).toEqual([401, 401])
})

it('tells a member what there is: contacts, identities, methods, sessions and answers to terms', async ({
  stack,
}) => {
  const { who } = await renew(stack, 'two')
  const { body } = await who.me()
  expect(body).toMatchObject({
    emailVerified: true,
    phoneVerified: true,
    methods: expect.arrayContaining(['kakao', 'email_code', 'sms_code']),
    identities: [
      { provider: 'kakao', subject: '4000000002', state: 'linked', told: { nickname: 'two' } },
      { provider: 'kakao', subject: '4000000003', state: 'linked', told: { nickname: 'second' } },
    ],
    attributes: {},
  })
  const listed = await who.call('GET', '/me/sessions', { bearer: who.accessToken })
  expect(listed.body['sessions']).toHaveLength(1)
  const { body: responses } = await who.consents()
  expect(responses['consents']).toHaveLength(6)
})

it('asks who has verified an imported address for proof, and never makes a second account of it', async ({
  stack,
}) => {
  const moon = phone(stack)
  const found = await moon.direct('moon')
  expect(found.body).toMatchObject({
    outcome: 'link_proof_required',
    candidates: [{ methods: ['password', 'email_code'] }],
  })
  expect((await moon.passwordLogin('imported@example.com', 'mokkoji since 2019')).status).toBe(200)
  expect((await moon.link()).body).toMatchObject({ outcome: 'linked' })
  expect((await moon.me()).body).toMatchObject({ externalId: 'user-1', emailVerified: true })
})

it('lets an imported member in whom nothing but the own unverified address names', async ({ stack }) => {
  const who = phone(stack)
  const signUp = phone(stack)
  await signUp.prove('lonely@example.com', 'sign_up')
  expect((await signUp.registerByEmail()).body).toMatchObject({ code: 'email_taken' })
  expect((await who.signInByCode('lonely@example.com')).body).toMatchObject({
    outcome: 'signed_in',
    member: { externalId: 'user-5' },
  })
})

it('signs in by provider, by password and by code', async ({ stack }) => {
  expect((await phone(stack).direct('returning')).body).toMatchObject({
    outcome: 'signed_in',
    created: false,
  })
  const signedIn = { outcome: 'signed_in' }
  expect((await phone(stack).passwordLogin('letter@example.com', usualPassword)).body).toMatchObject(signedIn)
  expect((await phone(stack).signInByCode('checked@example.com')).body).toMatchObject(signedIn)
  expect((await phone(stack).passwordLogin('imported@example.com', 'mokkoji since 2019')).body).toMatchObject(
    signedIn,
  )
})

it('links an identity to an imported member, and unlinks one of two', async ({ stack }) => {
  const kim = phone(stack)
  expect((await kim.direct('kim')).body).toMatchObject({ outcome: 'link_confirmation_required' })
  expect((await kim.link()).body).toMatchObject({ outcome: 'signed_in', member: { externalId: 'user-2' } })
  const two = phone(stack)
  await two.direct('two')
  expect((await two.unlink({ subject: '4000000003' })).body).toMatchObject({ outcome: 'unlinked' })
})

it('lets somebody come back by an identity that the provider has ended', async ({ stack }) => {
  expect((await phone(stack).direct('ended')).body).toMatchObject({ outcome: 'signed_in' })
})

it('opens a paused account by the message of today', async ({ stack }) => {
  const token = await mailedToken(stack, phone(stack), 'paused@example.com')
  expect((await comeBack(stack, token)).body).toMatchObject({ outcome: 'reactivated' })
})

it('tells the events of that release again, each by its schema of today', async ({ stack }) => {
  const told: PublicEvent[] = []
  const bus = {
    async put(events: readonly PublicEvent[]) {
      told.push(...events)
      return events.map(() => ({ kind: 'taken' as const }))
    },
  }
  const place = { client: tableClient(), tableName: stack.tableName, retryPolicy: defaultRetryPolicy }
  const counts = await republish({ recordedEvents: recordedEventsIn(place), bus }, new Date(0))
  expect(counts).toMatchObject({ unreadable: 0, erased: 0 })
  for (const event of told) expectEvent(JSON.parse(JSON.stringify(event)))
  expect(told.length).toBeGreaterThan(10)
})

it('exports everybody', async ({ stack }) => {
  const file = join(folder, 'all.jsonl')
  const variables = {
    ...account,
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    IEUM_TABLE: stack.tableName,
    IEUM_SECRETS: secrets,
    AWS_ENDPOINT_URL_DYNAMODB: stack.endpoint,
  }
  await members({ variables }, 'export', file)
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  const all = rows.filter(({ SK, status }) => SK?.S === 'MEMBER' && status?.S !== 'withdrawn')
  expect(lines).toHaveLength(all.length + 1)
})

it('ends what is overdue, and erases who has closed', { timeout: 60_000 }, async ({ stack }) => {
  const sweep = () => phone(stack).call('POST', '/_local/sweep')
  stack.advanceClock(32 * 60)
  expect((await sweep()).body).toMatchObject({ failed: 0 })
  stack.advanceClock(31 * 86_400)
  expect((await sweep()).body).toMatchObject({ erased: 1, failed: 0 })
  expect(await breaches(stack)).toEqual([])
})

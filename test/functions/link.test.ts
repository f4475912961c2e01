import { BatchGetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/link.ts'
import { ids } from '../../lib/runtime/ids.ts'
import type { Sent } from '../support/events.ts'
import { fieldsOf } from '../support/fields.ts'
import { call, dynamo, lastPut, openDoors, tableName, written } from './doorstep.ts'
import { memberItem, questioned, ses, sessionOf, withMails } from './members-and-mails.ts'
import { cancelled, expectToOutliveSecretsManager, expectUnavailable, outage, throttled } from './outages.ts'
import { claimOf } from './visits.ts'

const doorstep = openDoors()
withMails()

const ask = (sent: Sent) => call(handler, 'POST /link', sent)
const subject = '2100000001'
const withBody = (sent: Sent, over: Record<string, unknown>): Sent => ({
  ...sent,
  body: { ...fieldsOf(sent.body), ...over },
})

/** Minji with a full match: consent is enough. */
const full = async () => {
  const id = ids.member()
  return { id, sent: await questioned(doorstep, memberItem(id)) }
}
/** Minji with another name and an unverified address: she has to prove the account. */
async function partial() {
  const id = ids.member()
  const email = { value: 'minji.kim@example.com', verified: false, imported: true }
  const member = memberItem(id, { name: '옛이름', email, ways: new Set(['password']) })
  const sent = await questioned(doorstep, member)
  const { item, bearer } = await sessionOf(id)
  dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: [item, member] } })
  return { id, item, member, sent: { ...sent, bearer } }
}
/** A transaction with one refused write, and the existing item. */
async function refusedAt(key: string, sent: Sent, more: object = {}) {
  await ask(sent)
  const [writes = []] = written()
  const error = cancelled(...writes.map((write) => (write.includes(key) ? 'ConditionalCheckFailed' : 'None')))
  const reason = error.CancellationReasons?.find(({ Code }) => Code === 'ConditionalCheckFailed')
  Object.assign(reason ?? {}, more)
  expect(reason).toBeDefined()
  dynamo.on(TransactWriteCommand).rejects(error)
  return ask(sent)
}
const asAttributes = (item: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, { S: value }]))

describe('POST /link', () => {
  it('reads the visit, and writes the link, the session and the end of the visit in one transaction', async () => {
    const { id, sent } = await full()
    expect(await ask(sent)).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false, member: { id }, refreshToken: expect.any(String) },
    })
    expect(dynamo.calls()).toHaveLength(2)
    expect(written()).toHaveLength(1)
    expect(written()[0]).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^Update ONCE#transaction#<id> ONCE if .*#tokenId = :tokenId.*#expiresAt > :now/,
        ),
        expect.stringMatching(
          /^Update CLAIM#identity#kakao#\d+ CLAIM if #state = :pending OR \(#state IN \(.*\) AND #memberId = :owner\)$/,
        ),
        expect.stringMatching(/^Update MEMBER#<id> MEMBER if .*#status = :active.*#version = :version/),
        `Put MEMBER#<id> IDENTITY#kakao#${subject} if attribute_not_exists(#PK) OR attribute_exists(#endedAt)`,
        'Put MEMBER#<id> EVENT#<id> if attribute_not_exists(#PK)',
        'Put MEMBER#<id> SESSION#<id> if attribute_not_exists(#PK)',
      ]),
    )
  })

  it('with proof checks the session instead of opening one, and verifies the address', async () => {
    const { id, item, member, sent } = await partial()
    dynamo.on(QueryCommand).resolves({ Items: [member, item] })
    expect(await ask(sent)).toMatchObject({ status: 200, body: { outcome: 'linked', member: { id } } })
    expect(written()[0]).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Check MEMBER#<id> SESSION#<id> if /),
        expect.stringMatching(
          /^Update CLAIM#email#minji\.kim@example\.com CLAIM if .*#verified = :unverified/,
        ),
      ]),
    )
    expect(written()[0]?.some((write) => write.startsWith('Put MEMBER#<id> SESSION'))).toBe(false)
  })

  it('leaves the member one message in the same transaction, which shows neither address nor visitor', async () => {
    const { sent, id } = await full()
    await ask(sent)
    expect(written()[0]?.filter((write) => write.startsWith('Put MESSAGE#'))).toHaveLength(1)
    const message = lastPut('message')
    expect(message).toMatchObject({ queue: id, of: 'login_method_added', state: 'pending', locale: 'ko' })
    expect(JSON.stringify(message)).not.toMatch(new RegExp(`minji|example|${subject}`))
  })

  it('gives the same response while the mail service is down, which it never calls', async () => {
    const { sent } = await full()
    ses.onAnyCommand().rejects(new TypeError('mail is down for minji.kim@example.com'))
    expect(await ask(sent)).toMatchObject({ status: 200, body: { outcome: 'signed_in' } })
    expect(doorstep.lines.map((line) => JSON.parse(line)).filter(({ event }) => event)).toEqual([])
    expect(ses.calls()).toHaveLength(0)
    expect(doorstep.lines.join()).not.toContain('minji')
  })
})

describe('POST /link when its transaction is cancelled', () => {
  it('because the token was used, reports that', async () => {
    const { sent } = await full()
    expect(await refusedAt('ONCE#', sent)).toMatchObject({ status: 409, body: { code: 'token_used' } })
  })

  it('because the session ended, reports that', async () => {
    const { item, member, sent } = await partial()
    dynamo.on(QueryCommand).resolves({ Items: [member, item] })
    expect(await refusedAt('SESSION#', sent)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  })

  it('because the identity is being disconnected, reports an unavailable provider', async () => {
    const { sent } = await full()
    const claim = claimOf(subject, { state: 'disconnecting' })
    dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: [claim] } })
    const response = await refusedAt('CLAIM#identity', sent, { Item: asAttributes(claim) })
    expect(response).toMatchObject({ status: 502, body: { code: 'provider_unavailable' } })
  })

  it('because the member changed, asks again under a new token, and signs nobody in', async () => {
    const { sent } = await full()
    const response = await refusedAt('MEMBER#<id> MEMBER', sent)
    // By now, the table of this test has no member like the visitor.
    expect(response).toMatchObject({ status: 200, body: { outcome: 'registration_required' } })
    expect(response.body).not.toHaveProperty('accessToken')
  })
})

describe('POST /link without a transaction', () => {
  it.each([
    [
      'another verifier',
      { codeVerifier: 'another-verifier-of-the-right-length-for-a-verifier' },
      401,
      'invalid_token',
    ],
    ['a token that is none', { linkToken: 'a.b.c' }, 401, 'invalid_token'],
    ['a yes that goes on as new', { continueAs: 'new' }, 400, 'invalid_request'],
    ['neither yes nor no', { consent: 'yes' }, 400, 'invalid_request'],
    ['a member of the client’s choice', { memberId: ids.member() }, 400, 'invalid_request'],
  ])('is the response to %s', async (_, over, status, code) => {
    const { sent } = await full()
    expect(await ask(withBody(sent, over))).toMatchObject({ status, body: { code } })
    expect(written()).toEqual([])
  })

  it('is the response to consent without the proof, with the maximum age of a sign-in', async () => {
    const { sent } = await partial()
    const { bearer: _, ...alone } = sent
    const response = await ask(alone)
    expect(response).toMatchObject({ status: 401, body: { code: 'insufficient_user_authentication' } })
    expect(String(response.headers['www-authenticate'])).toContain('max_age')
    expect(written()).toEqual([])
  })

  it('is the response to an absent session', async () => {
    const { sent } = await partial()
    dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: [] } })
    expect(await ask(sent)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(written()).toEqual([])
  })
})

describe('POST /link in an outage', () => {
  it.each([
    ['throttled', throttled],
    ['down', outage],
  ])('is 503 with Retry-After while the table is %s, and can be repeated', async (_, error) => {
    const { sent } = await full()
    dynamo.on(TransactWriteCommand).rejects(error())
    expectUnavailable(await ask(sent))
    dynamo.on(TransactWriteCommand).resolves({})
    expect((await ask(sent)).status).toBe(200)
  })

  it('declines here when Kakao does not respond, and leaves the rest to the sweep', async () => {
    const { sent } = await full()
    doorstep.kakao.fail('/v1/user/unlink', 'server_error')
    expect(await ask(withBody(sent, { consent: false }))).toMatchObject({
      status: 200,
      body: { outcome: 'declined' },
    })
    expect(written()[0]).toEqual([
      expect.stringMatching(/^Update ONCE#transaction#<id> ONCE if .*#tokenId = :tokenId/),
      expect.stringMatching(/^Update CLAIM#identity#kakao#2100000001 CLAIM if /),
    ])
    expect(doorstep.lines.map((line) => JSON.parse(line).event)).toContain('disconnection_failed')
  })

  it('serves the next call when Secrets Manager is up again', async () => {
    const body = { linkToken: 'a.b.c', codeVerifier: 'v'.repeat(43), consent: true }
    await expectToOutliveSecretsManager(() => ask({ body }), 401)
  })
})

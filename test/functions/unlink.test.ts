import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/unlink.ts'
import { ids } from '../../lib/runtime/ids.ts'
import type { Sent } from '../support/events.ts'
import { call, dynamo, lastPut, openDoors, tableName, written } from './doorstep.ts'
import { memberItem, ses, sessionOf, withMails } from './members-and-mails.ts'
import { cancelled, expectToOutliveSecretsManager, expectUnavailable, outage, throttled } from './outages.ts'
import { claimOf } from './visits.ts'

const doorstep = openDoors()
withMails()

const subject = '2100000001'
const way = `identity:kakao:${subject}`
const ask = (sent: Sent) => call(handler, 'POST /unlink', sent)

/** Minji, with Kakao and a code, freshly signed in. */
async function signedIn(authTime = new Date()) {
  const id = ids.member()
  const member = memberItem(id, { ways: new Set([way, 'email']) })
  const { item: session, bearer } = await sessionOf(id, authTime)
  const identity = {
    PK: member.PK,
    SK: `IDENTITY#kakao#${subject}`,
    kind: 'identity',
    provider: 'kakao',
    subject,
    linkedAt: 0,
  }
  dynamo.on(QueryCommand).resolves({ Items: [identity, member, session] })
  dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: [session, member] } })
  dynamo.on(GetCommand).resolves({ Item: claimOf(subject, { state: 'linked', memberId: id, shared: false }) })
  return { id, member, session, sent: { bearer, body: { provider: 'kakao' } } }
}
/** The transaction with one write refused by this member. */
function refuseAt(index: number, ways: readonly string[], status = 'active') {
  const codes = Array.from({ length: 5 }, (_, at) => (at === index ? 'ConditionalCheckFailed' : 'None'))
  const error = cancelled(...codes)
  const Item = {
    kind: { S: 'member' },
    id: { S: ids.member() },
    status: { S: status },
    credentialsVersion: { N: '0' },
    version: { N: '3' },
    ways: { SS: ways },
  }
  Object.assign(error.CancellationReasons?.[index] ?? {}, { Item })
  dynamo.on(TransactWriteCommand).rejects(error)
}

describe('POST /unlink', () => {
  it('removes the method and marks the identity in one transaction, before Kakao is called', async () => {
    const { id, sent } = await signedIn()
    expect(await ask(sent)).toMatchObject({ status: 200, body: { outcome: 'unlinked', member: { id } } })
    expect(written()).toEqual([
      [
        `Update CLAIM#identity#kakao#${subject} CLAIM if (#state = :linked) AND (#memberId = :owner)`,
        expect.stringMatching(
          /^Update MEMBER#<id> MEMBER if .*contains\(#ways, :method\) AND size\(#ways\) > :one/,
        ),
        expect.stringMatching(/^Delete MEMBER#<id> IDENTITY#kakao#2100000001/),
        'Put MEMBER#<id> EVENT#<id> if attribute_not_exists(#PK)',
        expect.stringMatching(/^Update MEMBER#<id> SESSION#<id> if .*#idleExpiresAt > :now/),
        `Delete MEMBER#<id> PROFILE#kakao#${subject}`,
        'Put MESSAGE#<id> MESSAGE#<id> if attribute_not_exists(#PK)',
      ],
    ])
    expect(dynamo.commandCalls(DeleteCommand)[0]?.args[0].input).toMatchObject({
      Key: { PK: `CLAIM#identity#kakao#${subject}` },
      ConditionExpression: expect.stringContaining('#state = :disconnecting'),
    })
    expect(lastPut('message')).toMatchObject({ queue: id, of: 'login_method_removed' })
  })

  it('gives the same response while Kakao is down, reports that, and never calls the mail service', async () => {
    const { sent } = await signedIn()
    doorstep.kakao.fail('/v1/user/unlink', 'server_error')
    ses.onAnyCommand().rejects(new TypeError('no mail'))
    expect((await ask(sent)).body).toMatchObject({ outcome: 'unlinked' })
    const events = doorstep.lines.flatMap((line) => JSON.parse(line).event ?? [])
    expect(events).toEqual(['disconnection_failed'])
    expect(ses.calls()).toHaveLength(0)
    expect(dynamo.commandCalls(DeleteCommand)).toHaveLength(0)
    expect(doorstep.lines.join()).not.toMatch(/minji|2100000001/)
  })
})

describe('POST /unlink is refused', () => {
  it.each([
    ['it is the last way in', 1, [way], 'active', 409, 'last_login_method'],
    ['another device has removed it', 1, ['email'], 'active', 404, 'not_found'],
    ['the member was suspended meanwhile', 1, [way, 'email'], 'suspended', 401, 'invalid_token'],
    ['the identity is another member’s by now', 0, [], 'active', 404, 'not_found'],
    ['the session has ended', 4, [], 'active', 401, 'invalid_token'],
  ] as const)('when %s, and Kakao is not called', async (_, index, ways, state, status, code) => {
    const { sent } = await signedIn()
    refuseAt(index, ways, state)
    const before = doorstep.kakao.requests.length
    expect(await ask(sent)).toMatchObject({ status, body: { code } })
    expect(doorstep.kakao.requests).toHaveLength(before)
    expect(ses.calls()).toHaveLength(0)
  })

  it.each([
    ['a provider that there is not', { provider: 'myspace' }, 400, 'invalid_request'],
    ['a subject that the member has not linked', { provider: 'kakao', subject: '1' }, 404, 'not_found'],
    ['a subject as a number', { provider: 'kakao', subject: 2100000001 }, 400, 'invalid_request'],
    ['another field', { provider: 'kakao', memberId: ids.member() }, 400, 'invalid_request'],
  ])('for %s, without a write', async (_, body, status, code) => {
    const { sent } = await signedIn()
    expect(await ask({ ...sent, body })).toMatchObject({ status, body: { code } })
    expect(written()).toEqual([])
  })

  it('without a token, or with a stale sign-in, before any read', async () => {
    const { sent } = await signedIn(new Date(Date.now() - 601_000))
    dynamo.resetHistory()
    expect(await ask(sent)).toMatchObject({
      status: 401,
      body: { code: 'insufficient_user_authentication' },
    })
    expect(await ask({ body: sent.body })).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(dynamo.calls()).toHaveLength(0)
  })
})

describe('POST /unlink in an outage', () => {
  it.each([
    ['throttled', throttled],
    ['down', outage],
  ])('is 503 while the table is %s', async (_, error) => {
    const { sent } = await signedIn()
    dynamo.on(TransactWriteCommand).rejects(error())
    const before = doorstep.kakao.requests.length
    expectUnavailable(await ask(sent))
    expect(doorstep.kakao.requests).toHaveLength(before)
  })

  it('serves the next call when Secrets Manager is up again', async () => {
    await expectToOutliveSecretsManager(() => ask({ bearer: 'a.b.c', body: { provider: 'kakao' } }), 401)
  })
})

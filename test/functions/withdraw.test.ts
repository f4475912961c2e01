import {
  BatchGetCommand,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/withdraw.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { call, dynamo, lastPut, openDoors, tableName, written } from './doorstep.ts'
import { memberItem, ses, sessionOf, withMails } from './members-and-mails.ts'
import { cancelled, expectToOutliveSecretsManager, expectUnavailable, outage, throttled } from './outages.ts'
import { claimOf } from './visits.ts'

const doorstep = openDoors()
withMails()

const subject = '2100000001'
const way = `identity:kakao:${subject}`
const ask = (bearer?: string) => call(handler, 'DELETE /me', bearer === undefined ? {} : { bearer })

/** Minji, with Kakao and a code. */
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
  return { id, bearer }
}

describe('DELETE /me', () => {
  it('writes the end of all sessions and identities in one transaction, before Kakao is called', async () => {
    const { id, bearer } = await signedIn()
    expect(await ask(bearer)).toMatchObject({ status: 204, text: '' })
    expect(written()[0]).toEqual([
      expect.stringMatching(/^Check MEMBER#<id> SESSION#<id> if /),
      expect.stringMatching(/^Update MEMBER#<id> MEMBER if .*#status = :active.*#version = :version/),
      `Update CLAIM#identity#kakao#${subject} CLAIM if (#state = :linked) AND (#memberId = :owner)`,
      expect.stringMatching(/^Update MEMBER#<id> IDENTITY#kakao#2100000001/),
      'Delete MEMBER#<id> PROFILE#kakao#2100000001',
      'Put MEMBER#<id> EVENT#<id> if attribute_not_exists(#PK)',
      'Put MEMBER#<id> EVENT#<id> if attribute_not_exists(#PK)',
      'Put MESSAGE#<id> MESSAGE#<id> if attribute_not_exists(#PK)',
    ])
    expect(dynamo.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      Key: { PK: `CLAIM#identity#kakao#${subject}` },
      ExpressionAttributeValues: { ':new_state': 'unlinked_by_provider' },
    })
    expect(lastPut('message')).toMatchObject({ queue: id, of: 'withdrawn' })
  })

  it('gives the same response while Kakao is down, reports that, and never calls the mail service', async () => {
    const { bearer } = await signedIn()
    doorstep.kakao.fail('/v1/user/unlink', 'server_error')
    ses.onAnyCommand().rejects(new TypeError('no mail'))
    expect((await ask(bearer)).status).toBe(204)
    const events = doorstep.lines.flatMap((line) => JSON.parse(line).event ?? [])
    expect(events).toEqual(['disconnection_failed'])
    expect(ses.calls()).toHaveLength(0)
    expect(dynamo.commandCalls(UpdateCommand)).toHaveLength(0)
    expect(doorstep.lines.join()).not.toMatch(/minji|2100000001/)
  })

  it('is 503 for a member who keeps changing, and 401 for a session that ends, and Kakao is not called', async () => {
    const { bearer } = await signedIn()
    const before = doorstep.kakao.requests.length
    dynamo.on(TransactWriteCommand).rejects(cancelled('None', 'ConditionalCheckFailed', 'None'))
    expectUnavailable(await ask(bearer))
    dynamo.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'None', 'None'))
    expect(await ask(bearer)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(doorstep.kakao.requests).toHaveLength(before)
    expect(ses.calls()).toHaveLength(0)
  })

  it('is 401 without a token, or with a stale sign-in, before any read', async () => {
    const { bearer } = await signedIn(new Date(Date.now() - 601_000))
    dynamo.resetHistory()
    expect(await ask(bearer)).toMatchObject({
      status: 401,
      body: { code: 'insufficient_user_authentication' },
    })
    expect(await ask()).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(dynamo.calls()).toHaveLength(0)
  })

  it.each([
    ['throttled', throttled],
    ['down', outage],
  ])('is 503 while the table is %s', async (_, error) => {
    const { bearer } = await signedIn()
    dynamo.on(TransactWriteCommand).rejects(error())
    expectUnavailable(await ask(bearer))
  })

  it('serves the next call when Secrets Manager is up again', async () => {
    await expectToOutliveSecretsManager(() => ask('a.b.c'), 401)
  })
})

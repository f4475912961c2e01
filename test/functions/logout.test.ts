import { BatchGetCommand, DeleteCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/logout.ts'
import type { Sent } from '../support/events.ts'
import { fieldsIn } from '../support/fields.ts'
import { call, cookieOf, dynamo, lastPut, openDoors, tableName, written } from './doorstep.ts'
import { expectToOutliveSecretsManager, expectUnavailable, outage, throttled } from './outages.ts'
import { signedUp } from './visits.ts'

const doorstep = openDoors()
const ask = (sent: Sent = {}) => call(handler, 'POST /logout', sent)

/** A member on one device. */
async function signedIn(clientId = 'app') {
  const response = await signedUp(doorstep, clientId)
  const [session, member] = [lastPut('session'), lastPut('member')]
  dynamo.resetHistory()
  dynamo.on(DeleteCommand).resolves({ Attributes: session })
  return { response, session, member, bearer: String(response.body['accessToken']) }
}
const logoutsAtKakao = () => doorstep.kakao.requests.filter(({ path }) => path === '/v1/user/logout').length

describe('POST /logout', () => {
  it('ends the session by a single delete, and revokes the tokens at Kakao', async () => {
    const { session, bearer } = await signedIn()
    const before = logoutsAtKakao()
    expect(await ask({ bearer })).toMatchObject({ status: 204, text: '', cookies: [] })
    expect(dynamo.calls().map(({ args }) => args[0].input)).toEqual([
      { TableName: tableName, Key: { PK: session['PK'], SK: session['SK'] }, ReturnValues: 'ALL_OLD' },
    ])
    expect(logoutsAtKakao()).toBe(before + 1)
  })

  it('everywhere also raises the number that live sessions carry, in one transaction', async () => {
    const { session, member, bearer } = await signedIn()
    dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: [session, member] } })
    dynamo.on(TransactWriteCommand).resolves({})
    expect((await ask({ bearer, body: { everywhere: true } })).status).toBe(204)
    expect(written()).toEqual([
      [
        expect.stringMatching(/^Update MEMBER#<id> MEMBER if .*#status = :active.*#credentialsVersion/),
        expect.stringMatching(/^Delete MEMBER#<id> SESSION#<id> if #idleExpiresAt > :now/),
      ],
    ])
    const [transaction] = dynamo.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input)
    expect(transaction?.TransactItems?.[0]?.Update).toMatchObject({
      TableName: tableName,
      Key: { PK: session['PK'], SK: 'MEMBER' },
      UpdateExpression: 'ADD #version :new_version, #credentialsVersion :new_credentialsVersion',
      ExpressionAttributeValues: { ':new_credentialsVersion': 1 },
    })
  })

  it('everywhere ends nothing for an ended session', async () => {
    const { bearer } = await signedIn()
    expect((await ask({ bearer, body: { everywhere: true } })).status).toBe(204)
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0)
  })

  it('answers 204 when Kakao does not respond, and notifies the operators', async () => {
    const { bearer } = await signedIn()
    doorstep.kakao.fail('/v1/user/logout', 'server_error')
    expect((await ask({ bearer })).status).toBe(204)
    expect(doorstep.lines.map((line) => fieldsIn(line)['event'])).toContain('provider_logout_failed')
  })

  it('answers 204 to a signed-out person, and does not call Kakao again', async () => {
    const { bearer } = await signedIn()
    dynamo.on(DeleteCommand).resolves({})
    const before = logoutsAtKakao()
    expect((await ask({ bearer })).status).toBe(204)
    expect(logoutsAtKakao()).toBe(before)
  })

  it('answers 204 without a session, and reads nothing', async () => {
    for (const sent of [
      {},
      { bearer: 'a.b.c' },
      { body: { refreshToken: 'forged' } },
      { body: { everywhere: true } },
    ]) {
      expect((await ask(sent)).status).toBe(204)
    }
    expect(dynamo.calls()).toHaveLength(0)
  })

  it("takes a web client's cookie, and removes it", async () => {
    const { response, session } = await signedIn('web')
    const cookies = [cookieOf(response, '__Host-ieum-refresh-web')]
    const out = await ask({ cookies, headers: { origin: 'https://www.example.com' } })
    expect(out).toMatchObject({
      status: 204,
      cookies: ['__Host-ieum-refresh-web=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict'],
    })
    expect(dynamo.commandCalls(DeleteCommand)[0]?.args[0].input.Key).toMatchObject({ SK: session['SK'] })
  })

  it.each([
    ['throttled', throttled],
    ['down', outage],
  ])('is 503 when the table is %s, since a signed-out person must be signed out', async (_, error) => {
    const { bearer } = await signedIn()
    dynamo.on(DeleteCommand).rejects(error())
    expectUnavailable(await ask({ bearer }))
  })

  it('serves the next call when Secrets Manager is up again', async () => {
    await expectToOutliveSecretsManager(() => ask({ bearer: 'a.b.c' }), 204)
  })
})

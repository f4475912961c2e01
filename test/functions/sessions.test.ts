import { BatchGetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/sessions.ts'
import { call, cookieOf, dynamo, lastPut, openDoors, tableName, written } from './doorstep.ts'
import { expectToOutliveSecretsManager, expectUnavailable, outage, throttled } from './outages.ts'
import { signedUp } from './visits.ts'

const doorstep = openDoors()
const list = (bearer?: string) => call(handler, 'GET /me/sessions', bearer === undefined ? {} : { bearer })
const end = (bearer: string, id: string, more: object = {}) =>
  call(handler, 'DELETE /me/sessions/{id}', { bearer, path: { id }, ...more })

const another = '01a20520-8014-71b5-8410-ef544bedf30d'

/** A member on one device, as in the table. */
async function signedIn(clientId = 'app') {
  const response = await signedUp(doorstep, clientId)
  const [member, session] = [lastPut('member'), lastPut('session')]
  const other = { ...session, id: another, SK: `SESSION#${another}` }
  dynamo.on(QueryCommand).resolves({ Items: [member, session, other] })
  dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: [session, member] } })
  dynamo.resetHistory()
  return { response, member, session, bearer: String(response.body['accessToken']) }
}

describe('GET /me/sessions', () => {
  it('reads the member with all its sessions by one consistent query', async () => {
    const { bearer, session } = await signedIn()
    const response = await list(bearer)
    expect(response).toMatchObject({
      status: 200,
      body: {
        sessions: [
          { current: true, clientId: 'app', methods: ['kakao'] },
          { id: another, current: false },
        ],
      },
    })
    expect(response.text).not.toMatch(/refresh|hash|kid/i)
    expect(dynamo.calls()).toHaveLength(1)
    expect(dynamo.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      ConsistentRead: true,
      ExpressionAttributeValues: { ':partition': session['PK'], ':from': 'MEMBER', ':to': 'SESSION$' },
    })
  })

  it('is 401 when the current session has expired, and reads nothing without a valid token', async () => {
    const { bearer, member, session } = await signedIn()
    dynamo.on(QueryCommand).resolves({ Items: [member, { ...session, idleExpiresAt: 1 }] })
    expect(await list(bearer)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    dynamo.resetHistory()
    expect([(await list()).status, (await list('a.b.c')).status]).toEqual([401, 401])
    expect(dynamo.calls()).toHaveLength(0)
  })

  it.each([
    ['throttled', throttled],
    ['down', outage],
  ])('is 503 with Retry-After when the table is %s', async (_, error) => {
    const { bearer } = await signedIn()
    dynamo.on(QueryCommand).rejects(error())
    expectUnavailable(await list(bearer))
  })

  it('serves the next call when Secrets Manager is up again', async () => {
    await expectToOutliveSecretsManager(() => list('a.b.c'), 401)
  })
})

describe('DELETE /me/sessions/{id}', () => {
  it('deletes another session if both are live and the member is active', async () => {
    const { bearer } = await signedIn()
    expect(await end(bearer, another)).toMatchObject({ status: 204, text: '', cookies: [] })
    const [writes = []] = written()
    expect(writes.map((write) => write.split(' if ')[0])).toEqual([
      'Check MEMBER#<id> MEMBER',
      'Check MEMBER#<id> SESSION#<id>',
      'Delete MEMBER#<id> SESSION#<id>',
    ])
  })

  it('of the current session removes the cookie of the browser', async () => {
    const { response, bearer, session } = await signedIn('web')
    const cookies = [cookieOf(response, '__Host-ieum-refresh-web')]
    const ended = await end(bearer, String(session['id']), { cookies })
    expect(ended).toMatchObject({
      status: 204,
      cookies: ['__Host-ieum-refresh-web=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict'],
    })
    expect((await end(bearer, another, { cookies })).cookies).toEqual([])
  })

  it.each(['x', '', `${another}x`, '../MEMBER', another.toUpperCase()])(
    'is 404 for "%s", and reads nothing',
    async (id) => {
      const { bearer } = await signedIn()
      expect(await end(bearer, id)).toMatchObject({ status: 404, body: { code: 'not_found' } })
      expect(dynamo.calls()).toHaveLength(0)
    },
  )

  it('is 503 when the table is down', async () => {
    const { bearer } = await signedIn()
    dynamo.on(TransactWriteCommand).rejects(outage())
    expectUnavailable(await end(bearer, another))
  })
})

import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/me.ts'
import { call, dynamo, lastPut, openDoors, tableName } from './doorstep.ts'
import { expectToOutliveSecretsManager, expectUnavailable, outage, throttled } from './outages.ts'
import { signedUp } from './visits.ts'

const doorstep = openDoors()
const ask = (bearer?: string) => call(handler, 'GET /me', bearer === undefined ? {} : { bearer })

/** A member on one device, as the table has it. */
async function signedIn() {
  const { body } = await signedUp(doorstep)
  const [identity, member, session] = [lastPut('identity'), lastPut('member'), lastPut('session')]
  dynamo.on(QueryCommand).resolves({ Items: [identity, member, session] })
  dynamo.resetHistory()
  return { identity, member, session, bearer: String(body['accessToken']) }
}

describe('GET /me', () => {
  it('reads the member, its identities and this session by one consistent query', async () => {
    const { bearer, session } = await signedIn()
    const answer = await ask(bearer)
    expect(answer).toMatchObject({
      status: 200,
      body: {
        status: 'active',
        name: '김민지',
        email: 'minji.kim@example.com',
        emailVerified: true,
        phone: '+821000001001',
        phoneVerified: true,
        identities: [{ provider: 'kakao', subject: '2100000001' }],
      },
    })
    expect(dynamo.calls()).toHaveLength(1)
    expect(dynamo.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      TableName: tableName,
      ConsistentRead: true,
      ExpressionAttributeValues: { ':partition': session['PK'], ':to': session['SK'] },
    })
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it.each([
    ['there is no session', { session: undefined }],
    ['the session is another', { session: { SK: 'SESSION#01a20520-8014-71b5-8410-ef544bedf30d' } }],
    ['the session has run out', { session: { idleExpiresAt: 1 } }],
    ['all sessions were ended', { member: { sessionsValidFrom: 9_999_999_999_999 } }],
    ['the member is suspended', { member: { status: 'suspended' } }],
    ['there is no member', { member: undefined }],
  ])('is 401 when %s', async (_, spoilt: { session?: object | undefined; member?: object | undefined }) => {
    const { bearer, identity, member, session } = await signedIn()
    const spoil = (item: object, by: 'session' | 'member') =>
      !(by in spoilt)
        ? [item]
        : spoilt[by] === undefined
          ? []
          : [{ ...item, ...spoilt[by], ...idOf(spoilt[by]) }]
    dynamo
      .on(QueryCommand)
      .resolves({ Items: [identity, ...spoil(member, 'member'), ...spoil(session, 'session')] })
    const answer = await ask(bearer)
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
  })

  it('asks no database about a token that is missing or forged', async () => {
    expect((await ask()).status).toBe(401)
    expect((await ask('a.b.c')).status).toBe(401)
    expect(dynamo.calls()).toHaveLength(0)
  })

  it('is 500, and tells the operators which places, when a row is malformed', async () => {
    const { bearer, member, session } = await signedIn()
    dynamo.on(QueryCommand).resolves({ Items: [{ ...member, status: 'hacked-status' }, session] })
    const { status, text } = await ask(bearer)
    expect(status).toBe(500)
    expect(text).not.toContain('hacked-status')
    expect(doorstep.lines.join()).toContain('MalformedRow')
    expect(doorstep.lines.join()).not.toContain('hacked-status')
  })

  it.each([
    ['throttled', throttled],
    ['down', outage],
  ])('is 503 with Retry-After when the table is %s', async (_, error) => {
    const { bearer } = await signedIn()
    dynamo.on(QueryCommand).rejects(error())
    expectUnavailable(await ask(bearer))
  })

  it('serves the next call when Secrets Manager is up again', async () => {
    await expectToOutliveSecretsManager(() => ask('a.b.c'), 401)
  })
})

/** A session that has another key has another id. */
const idOf = (over: object): object => ('SK' in over ? { id: String(over.SK).replace('SESSION#', '') } : {})

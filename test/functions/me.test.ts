import { BatchGetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handler } from '../../functions/me.ts'
import { alterStage } from '../support/stage.ts'
import { call, dynamo, lastPut, openDoors, tableName, written } from './doorstep.ts'
import { cancelled, expectToOutliveSecretsManager, expectUnavailable, outage, throttled } from './outages.ts'
import { signedUp } from './visits.ts'

const doorstep = openDoors()
let restore: () => void
beforeAll(() => {
  // A stage that finds namesakes keeps the birth date that they are compared by.
  restore = alterStage({ policy: { consider: ['ci', 'email', 'phone', 'name+birth'] } })
})
afterAll(() => restore())
const ask = (bearer?: string) => call(handler, 'GET /me', bearer === undefined ? {} : { bearer })

/** A member on one device, as in the table. */
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
    const response = await ask(bearer)
    expect(response).toMatchObject({
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
    expect(response.headers['cache-control']).toBe('no-store')
  })

  it.each([
    ['there is no session', { session: undefined }],
    ['the session is another', { session: { SK: 'SESSION#01a20520-8014-71b5-8410-ef544bedf30d' } }],
    ['the session has run out', { session: { idleExpiresAt: 1 } }],
    ['all sessions were ended', { member: { credentialsVersion: 1 } }],
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
    const response = await ask(bearer)
    expect(response).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(response.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
  })

  it('reads nothing for a missing or forged token', async () => {
    expect((await ask()).status).toBe(401)
    expect((await ask('a.b.c')).status).toBe(401)
    expect(dynamo.calls()).toHaveLength(0)
  })

  it('is 500, and reports the places to the operators, when a row is malformed', async () => {
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

describe('PATCH /me', () => {
  const change = (bearer: string, body: object) => call(handler, 'PATCH /me', { bearer, body })

  /** The same, with the session on its own, as a change reads it. */
  async function present() {
    const { member, session, bearer } = await signedIn()
    dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: [member, session] } })
    return bearer
  }

  it('writes the member, the name entry that the policy reads, the event and the end of all other sessions at once', async () => {
    const bearer = await present()
    const birth = { year: 1990, monthDay: '0301', calendar: 'solar' }
    const response = await change(bearer, { name: '김새롬', birth })
    expect(response).toMatchObject({ status: 200, body: { status: 'active' } })
    expect(written()).toHaveLength(1)
    expect(
      written()[0]
        ?.map((write) => write.replace(/#[\w=-]{20,}/, '#<hash>'))
        .toSorted(),
    ).toEqual([
      expect.stringMatching(/^Delete NAME#name#/),
      expect.stringMatching(/^Delete NAME#name\+birth#/),
      expect.stringMatching(/^Put MEMBER#<id> EVENT#<id> if attribute_not_exists/),
      expect.stringMatching(/^Put NAME#name\+birth#/),
      expect.stringMatching(/^Update MEMBER#<id> MEMBER if .*#credentialsVersion.*#version = :version/),
      expect.stringMatching(/^Update MEMBER#<id> SESSION#<id> if .*#idleExpiresAt > :now/),
    ])
    expect(lastPut('event')).toMatchObject({ type: 'member.changed', changed: ['name', 'birth'] })
  })

  it('writes nothing when nothing differs', async () => {
    const bearer = await present()
    expect((await change(bearer, { name: '김민지' })).status).toBe(200)
    expect((await change(bearer, {})).status).toBe(200)
    expect(written()).toEqual([])
  })

  it('is unavailable when the member keeps changing, and when the table is throttled', async () => {
    const bearer = await present()
    dynamo
      .on(TransactWriteCommand)
      .rejects(cancelled('None', 'ConditionalCheckFailed', 'None', 'None', 'None'))
    expectUnavailable(await change(bearer, { name: '김새롬' }))
    expect(written()).toHaveLength(3)
    dynamo.on(TransactWriteCommand).rejects(throttled())
    expectUnavailable(await change(bearer, { name: '김새롬' }))
  })

  it('reads nothing for an invalid body', async () => {
    const bearer = await present()
    expect(await change(bearer, { ways: ['password'] })).toMatchObject({ status: 400 })
    expect((await call(handler, 'PATCH /me', { body: { name: '김새롬' } })).status).toBe(401)
    expect(dynamo.calls()).toHaveLength(0)
  })
})

/** A session with another key has another id. */
const idOf = (over: object): object => ('SK' in over ? { id: String(over.SK).replace('SESSION#', '') } : {})

import { BatchGetCommand, DeleteCommand, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { ids } from '../../lib/runtime/ids.ts'
import { world } from '../../lib/runtime/world.ts'
import { fieldsIn } from '../support/fields.ts'
import { dynamo, lastPut, openDoors, tableName, tablesWritten, written } from './doorstep.ts'
import {
  cancelled,
  cancelledBy,
  expectToOutliveSecretsManager,
  expectUnavailable,
  outage,
  throttled,
} from './outages.ts'
import { arrive, claimOf, comeBack, sentAway, started } from './visits.ts'

const doorstep = openDoors()
const minji = '2100000001'
const once = expect.stringMatching(/^Put ONCE#transaction#<id> ONCE if attribute_not_exists\(#PK\)/)
/** Only a pending visit like this one may take the claim of the identity. */
const claimUpdate = (subject: string) =>
  expect.stringMatching(
    new RegExp(`^Update CLAIM#identity#kakao#${subject} CLAIM if .*attribute_not_exists.#PK. OR .*:pending`),
  )
const waiting = claimUpdate(minji)
const pending = 'Put ONCE#transaction#<id> ONCE if attribute_not_exists(#PK) OR #refused = :refused'

/** Links the identity of minji to a member. */
function linked(memberId = ids.member()): string {
  dynamo.on(GetCommand).resolves({ Item: claimOf(minji, { state: 'linked', memberId }) })
  return memberId
}

describe('POST /callback/{provider} for a new visitor', () => {
  it('reads the claim, looks for members, and stores the visit in one transaction', async () => {
    const response = await arrive(await started(doorstep, 'minji'))
    expect(response).toMatchObject({
      status: 200,
      body: {
        outcome: 'registration_required',
        identity: { provider: 'kakao', subject: minji },
        missing: [],
      },
    })
    expect(dynamo.commandCalls(GetCommand).map(({ args }) => args[0].input)).toEqual([
      {
        TableName: tableName,
        Key: { PK: `CLAIM#identity#kakao#${minji}`, SK: 'CLAIM' },
        ConsistentRead: true,
      },
    ])
    const [looked] = dynamo.commandCalls(BatchGetCommand).map(({ args }) => args[0].input.RequestItems)
    expect(looked?.[tableName]).toMatchObject({ ConsistentRead: true })
    expect(looked?.[tableName]?.Keys).toEqual(
      expect.arrayContaining([
        { PK: 'CLAIM#email#minji.kim@example.com', SK: 'CLAIM' },
        { PK: 'CLAIM#phone#+821000001001', SK: 'CLAIM' },
      ]),
    )
    expect(written()).toEqual([[pending, waiting]])
    expect(new Set(tablesWritten())).toEqual(new Set([tableName]))
  })

  it('writes the expiry of the visit and of its identity', async () => {
    const before = Date.now()
    await arrive(await started(doorstep, 'minji'))
    const { createdAt, expiresAt, ttl } = lastPut('pending')
    expect(Number(createdAt)).toBeGreaterThanOrEqual(before)
    expect(Number(expiresAt) - Number(createdAt)).toBe(1_800_000)
    expect(Number(ttl)).toBeGreaterThan(Number(expiresAt) / 1000)
    const [, update] = dynamo.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? []
    expect(Object.values(update?.Update?.ExpressionAttributeValues ?? {})).toEqual(
      expect.arrayContaining(['pending', expiresAt]),
    )
  })

  it('reports a used visit when the first write cancels its transaction', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'None'))
    const response = await arrive(await started(doorstep, 'minji'))
    expect(response).toMatchObject({ status: 409, body: { code: 'token_used' } })
  })

  it('decides again when the identity was linked meanwhile', async () => {
    const memberId = ids.member()
    dynamo
      .on(GetCommand)
      .resolvesOnce({})
      .resolves({ Item: claimOf(minji, { state: 'linked', memberId }) })
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled('None', 'ConditionalCheckFailed')).resolves({})
    const response = await arrive(await started(doorstep, 'minji'))
    expect(response).toMatchObject({ status: 200, body: { outcome: 'signed_in', member: { id: memberId } } })
    expect(written()).toHaveLength(2)
  })
})

describe('POST /callback/{provider} for a member', () => {
  const session = 'Put MEMBER#<id> SESSION#<id> if attribute_not_exists(#PK)'
  const maySignIn = expect.stringMatching(
    /^Update MEMBER#<id> MEMBER if .*#status = :active.*#credentialsVersion = .*contains\(#ways, :method\)/,
  )

  it('costs one read and one transaction', async () => {
    const memberId = linked()
    const response = await arrive(await started(doorstep, 'minji'))
    expect(response).toMatchObject({
      status: 200,
      cookies: [],
      body: {
        outcome: 'signed_in',
        created: false,
        member: { id: memberId },
        tokenType: 'Bearer',
        expiresIn: 600,
        refreshToken: expect.any(String),
      },
    })
    expect(response.body).not.toHaveProperty('clientId')
    expect(dynamo.calls()).toHaveLength(2)
    expect(written()).toEqual([[once, session, maySignIn]])
    expect(lastPut('session')).toMatchObject({ memberId, clientId: 'app', generation: 0 })
    expect(JSON.stringify(lastPut('session'))).not.toContain(String(response.body['refreshToken']))
  })

  it('puts what a web client keeps into cookies, and not into the body', async () => {
    linked()
    const response = await arrive(await started(doorstep, 'minji', 'web'))
    expect(response.body).not.toHaveProperty('refreshToken')
    expect(response.body).not.toHaveProperty('deviceToken')
    expect(response.cookies).toEqual([
      expect.stringMatching(
        /^__Host-ieum-refresh-web=.+; Path=\/; Max-Age=2592000; Secure; HttpOnly; SameSite=Strict$/,
      ),
      expect.stringMatching(
        /^__Host-ieum-device-web=.+; Path=\/; Max-Age=15552000; Secure; HttpOnly; SameSite=Strict$/,
      ),
    ])
  })

  it.each([
    ['deactivated', 401, 'member_deactivated', 2],
    ['suspended', 403, 'member_suspended', 3],
    ['withdrawn', 403, 'member_withdrawn', 23],
  ])('is refused by the status in the cancelled transaction: %s', async (status, code, problem, row) => {
    const id = linked()
    const authState = {
      kind: { S: 'member' },
      id: { S: id },
      status: { S: status },
      credentialsVersion: { N: '0' },
    }
    dynamo.on(TransactWriteCommand).rejects(cancelledBy(2, authState))
    const member = { kind: 'member', id, status, version: 1, locale: 'ko' }
    dynamo.on(GetCommand, { Key: { PK: `MEMBER#${id}`, SK: 'MEMBER' } }).resolves({ Item: member })
    const response = await arrive(await started(doorstep, 'minji'))
    expect(response).toMatchObject({ status: code, body: { code: problem } })
    expect(fieldsIn(doorstep.lines.at(-1))).toMatchObject({ outcome: problem, row })
  })
})

describe('POST /callback/{provider} for a refused visitor', () => {
  it('marks the identity, calls Kakao, and deletes the claim', async () => {
    const response = await arrive(await started(doorstep, 'hyunwoo'))
    expect(response).toMatchObject({
      status: 400,
      body: {
        code: 'mandatory_items_not_agreed',
        items: ['email'],
        user_mapping: 'MANDATORY_ITEMS_NOT_AGREED',
      },
    })
    expect(written()).toEqual([[once, claimUpdate('2100000004')]])
    expect(dynamo.commandCalls(DeleteCommand).map(({ args }) => args[0].input)).toEqual([
      expect.objectContaining({
        TableName: tableName,
        Key: { PK: 'CLAIM#identity#kakao#2100000004', SK: 'CLAIM' },
        ConditionExpression: expect.stringContaining('#state = :disconnecting'),
      }),
    ])
    expect(doorstep.kakao.isConnected('hyunwoo')).toBe(false)
  })

  it('keeps the mark when Kakao does not respond, and notifies the operators', async () => {
    doorstep.kakao.fail('/v1/user/unlink', 'server_error')
    const response = await arrive(await started(doorstep, 'hyunwoo'))
    expect(response.body['code']).toBe('mandatory_items_not_agreed')
    expect(written()).toHaveLength(1)
    expect(dynamo.commandCalls(DeleteCommand)).toHaveLength(0)
    expect(doorstep.lines.map((line) => fieldsIn(line)['event'])).toContain('disconnection_failed')
  })

  it('does not call Kakao when the mark is refused', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'None'))
    const before = doorstep.kakao.requests.length
    expect((await arrive(await started(doorstep, 'hyunwoo'))).body['code']).toBe('token_used')
    const asked = doorstep.kakao.requests.slice(before).map(({ path }) => path)
    expect(asked).not.toContain('/v1/user/unlink')
  })
})

describe('GET /callback/{provider}', () => {
  it("sends the browser back with a ticket, and keeps the visit's cookie as long as the ticket", async () => {
    const response = await comeBack(await sentAway(doorstep, 'minji'))
    const location = new URL(String(response.headers['location']))
    expect(response.status).toBe(302)
    expect(location.origin + location.pathname).toBe('https://www.example.com/done')
    expect(location.searchParams.get('state')).toBe('client-state')
    const ticket = location.searchParams.get('ticket') ?? ''
    expect(ticket).toMatch(/^[\w-]{60,700}\.[\w-]+$/)
    expect(response.cookies).toEqual([
      expect.stringMatching(/^__Host-ieum-visit-[\w-]{16}=[\w.-]+~[\w.-]+; Path=\/; Max-Age=60;/),
      expect.stringMatching(
        /^__Host-ieum-ticket-[\w-]{16}=[\w-]{43}; Path=\/; Max-Age=60; .*SameSite=Strict$/,
      ),
    ])
    const [writes = [], ...others] = written()
    expect(others).toEqual([])
    expect(writes).toHaveLength(2)
    expect(writes).toEqual(expect.arrayContaining([pending, waiting]))
  })

  it('leaves no row for a member, and no readable word in the ticket', async () => {
    linked()
    const response = await comeBack(await sentAway(doorstep, 'minji'))
    const ticket = new URL(String(response.headers['location'])).searchParams.get('ticket') ?? ''
    expect(written()).toEqual([])
    expect(Buffer.from(ticket, 'base64url').toString('latin1')).not.toMatch(/kakao|2100000001|web/)
    const { tickets } = (await world()).tokens
    expect(tickets.open(ticket)?.decision).toEqual({
      kind: 'authenticated',
      identity: { provider: 'kakao', subject: '2100000001' },
      authTime: expect.any(Date),
      member: expect.objectContaining({ id: expect.any(String) }),
    })
  })

  it('returns an unavailable provider to the client as a ticket', async () => {
    doorstep.kakao.fail('/oauth/token', 'unavailable')
    const response = await comeBack(await sentAway(doorstep, 'minji'))
    expect(response.status).toBe(302)
    const ticket = new URL(String(response.headers['location'])).searchParams.get('ticket') ?? ''
    const { tickets } = (await world()).tokens
    expect(tickets.open(ticket)?.decision).toMatchObject({ kind: 'problem', code: 'provider_unavailable' })
  })

  it('gives a page without a redirect to a browser without the cookie of this visit', async () => {
    const { cookies: _, ...sent } = await sentAway(doorstep, 'minji')
    const response = await comeBack({ ...sent, headers: { accept: 'text/html' } })
    expect(response).toMatchObject({ status: 400, headers: { 'content-type': 'text/html; charset=utf-8' } })
    expect(response.headers).not.toHaveProperty('location')
    expect(dynamo.calls()).toHaveLength(0)
  })

  it('reports a used visit when it is repeated', async () => {
    const sent = await sentAway(doorstep, 'minji')
    dynamo.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'None'))
    expect(await comeBack(sent)).toMatchObject({ status: 409, body: { code: 'token_used' } })
  })
})

describe('a callback during an outage', () => {
  it.each(['server_error', 'unavailable', 'rate_limited', 'nonsense', 'truncated', 'reset'] as const)(
    'is 502, changes nothing and can be repeated: Kakao is %s',
    async (fault) => {
      const sent = await started(doorstep, 'minji')
      doorstep.kakao.fail('/v2/user/me', fault)
      expect(await arrive(sent)).toMatchObject({ status: 502, body: { code: 'provider_unavailable' } })
      expect(written()).toEqual([])
    },
  )

  it('is 503 with Retry-After when the table is throttled for too long', async () => {
    dynamo.on(GetCommand).rejects(throttled())
    expectUnavailable(await arrive(await started(doorstep, 'minji')))
  })

  it('succeeds when throttling ends', async () => {
    const sent = await started(doorstep, 'minji')
    dynamo.resetHistory()
    dynamo.on(GetCommand).rejectsOnce(throttled()).resolves({})
    expect((await arrive(sent)).status).toBe(200)
    const [first, second] = dynamo.commandCalls(GetCommand).map(({ args }) => args[0].input.Key)
    expect(second).toEqual(first)
  })

  it('is 503 when the table is down, and 500 without permission for the table', async () => {
    dynamo.on(GetCommand).rejects(outage())
    expectUnavailable(await arrive(await started(doorstep, 'minji')))
    const denied = Object.assign(new Error('not authorized: dynamodb:GetItem'), {
      name: 'AccessDeniedException',
    })
    dynamo.on(GetCommand).rejects(denied)
    const { status, text } = await arrive(await started(doorstep, 'minji'))
    expect(status).toBe(500)
    expect(text).not.toContain('dynamodb')
    expect(doorstep.lines.join()).toContain('AccessDeniedException')
  })

  it('serves the next call when Secrets Manager is up again', async () => {
    const body = { transaction: 'a.b.c', codeVerifier: 'v'.repeat(43), idToken: 'a.b.c' }
    await expectToOutliveSecretsManager(() => arrive({ path: { provider: 'kakao' }, body }), 400)
  })
})

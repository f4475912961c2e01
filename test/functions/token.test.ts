import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/token.ts'
import type { Sent } from '../support/events.ts'
import { fieldsIn, fieldsOf } from '../support/fields.ts'
import { call, cookieOf, dynamo, lastPut, openDoors, tableName, written } from './doorstep.ts'
import { cancelled, expectToOutliveSecretsManager, expectUnavailable, outage, throttled } from './outages.ts'
import { claimOf, codeVerifier, comeBack, sentAway, signedUp } from './visits.ts'

const doorstep = openDoors()
const ask = (sent: Sent) => call(handler, 'POST /token', sent)

describe('POST /token with a ticket', () => {
  const taken = ({ PK }: Readonly<Record<string, unknown>>) => ({
    PK: `ONCE#ticket#visit-${String(PK).slice('ONCE#transaction#'.length)}`,
    SK: 'ONCE',
  })

  /** A ticket of a visit that waits, and the request of its client. */
  async function ticketed(): Promise<Sent & { readonly body: Record<string, unknown> }> {
    const response = await comeBack(await sentAway(doorstep, 'minji'))
    const ticket = new URL(String(response.headers['location'])).searchParams.get('ticket')
    dynamo
      .on(GetCommand, { Key: { PK: lastPut('pending')['PK'], SK: 'ONCE' } })
      .resolves({ Item: lastPut('pending') })
    const used = new ConditionalCheckFailedException({ $metadata: {}, message: 'used' })
    dynamo
      .on(UpdateCommand, { Key: taken(lastPut('pending')) })
      .resolvesOnce({})
      .rejects(used)
    dynamo.resetHistory()
    return { body: { ticket, codeVerifier }, cookies: [cookieOf(response, '__Host-ieum-ticket-')] }
  }

  it('marks the ticket as used by a single write, and answers like the direct callback', async () => {
    const sent = await ticketed()
    const response = await ask(sent)
    expect(response).toMatchObject({
      status: 200,
      body: { outcome: 'registration_required', registerToken: expect.any(String), missing: [] },
    })
    const [use] = dynamo.commandCalls(UpdateCommand).map(({ args }) => args[0].input)
    expect(use).toMatchObject({
      TableName: tableName,
      Key: { PK: expect.stringMatching(/^ONCE#ticket#/), SK: 'ONCE' },
      ConditionExpression: 'attribute_not_exists(#PK)',
    })
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(0)
  })

  it('is refused the second time', async () => {
    const sent = await ticketed()
    await ask(sent)
    expect(await ask(sent)).toMatchObject({ status: 400, body: { code: 'invalid_ticket' } })
  })

  it.each([
    ['another verifier', { body: { codeVerifier: 'another-verifier-of-the-right-length-for-a-verifier' } }],
    ['another browser', { cookies: [] }],
  ])('is burnt by %s', async (_, over) => {
    const sent = await ticketed()
    const wrong = { ...sent, ...over, body: { ...sent.body, ...fieldsOf(fieldsOf(over)['body']) } }
    expect((await ask(wrong)).body['code']).toBe('invalid_ticket')
    expect((await ask(sent)).body['code']).toBe('invalid_ticket')
  })

  it('touches nothing for an invalid ticket', async () => {
    expect((await ask({ body: { ticket: 'a', codeVerifier } })).body['code']).toBe('invalid_ticket')
    expect(dynamo.calls()).toHaveLength(0)
  })

  it('is 503 when the table is down', async () => {
    const sent = await ticketed()
    dynamo.on(UpdateCommand).rejects(outage())
    expectUnavailable(await ask(sent))
  })

  it('opens no session when the identity is being disconnected', async () => {
    const sent = await ticketed()
    const claim = claimOf('2100000001', { state: 'disconnecting' })
    dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: [claim] } })
    expect(await ask(sent)).toMatchObject({ status: 502, body: { code: 'provider_unavailable' } })
  })
})

interface Update {
  readonly UpdateExpression?: string | undefined
  readonly ExpressionAttributeValues?: Record<string, unknown> | undefined
}

/** The new value of an attribute in an update. */
function assigned(update: Update | undefined, attribute: string): unknown {
  const placeholder = new RegExp(`#${attribute} = (:\\w+)`).exec(update?.UpdateExpression ?? '')?.[1]
  return update?.ExpressionAttributeValues?.[placeholder ?? '']
}

describe('POST /token with a refresh token', () => {
  /** A member on one device, as in the table. */
  async function signedIn(clientId = 'app') {
    const response = await signedUp(doorstep, clientId)
    const [session, member] = [lastPut('session'), lastPut('member')]
    dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: [member, session] } })
    dynamo.resetHistory()
    return { response, session, member, refreshToken: String(response.body['refreshToken']) }
  }
  const rotation = [
    expect.stringMatching(
      /^Update MEMBER#<id> SESSION#<id> if .*#generation = :from.*#idleExpiresAt > .*#absoluteExpiresAt > /,
    ),
    expect.stringMatching(/^Check MEMBER#<id> MEMBER if .*#status = :active.*#credentialsVersion = /),
  ]

  it('reads session and member at once, and rotates only when nobody else has', async () => {
    const { refreshToken, session, member } = await signedIn()
    const response = await ask({ body: { refreshToken } })
    expect(response).toMatchObject({ status: 200, body: { tokenType: 'Bearer', expiresIn: 600 } })
    expect(response.body['refreshToken']).not.toBe(refreshToken)
    const [read] = dynamo
      .commandCalls(BatchGetCommand)
      .map(({ args }) => args[0].input.RequestItems?.[tableName])
    expect(read).toMatchObject({
      ConsistentRead: true,
      Keys: [
        { PK: session['PK'], SK: session['SK'] },
        { PK: member['PK'], SK: 'MEMBER' },
      ],
    })
    expect(written()).toEqual([rotation])
  })

  it('gives the current token again, without a write, when a response was lost', async () => {
    const { refreshToken, session, member } = await signedIn()
    const first = await ask({ body: { refreshToken } })
    const [rotated] = dynamo.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems ?? []
    const [refreshHash, rotatedAt] = ['refreshHash', 'rotatedAt'].map((name) =>
      assigned(rotated?.Update, name),
    )
    const next = { ...session, generation: 1, refreshHash, rotatedAt }
    dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: [member, next] } })
    dynamo.resetHistory()
    const again = await ask({ body: { refreshToken } })
    expect(again.body['refreshToken']).toBe(first.body['refreshToken'])
    expect(written()).toEqual([])
  })

  it('ends the session of a token that was replaced long ago, and notifies the operators', async () => {
    const { refreshToken, session, member } = await signedIn()
    const next = { ...session, generation: 5 }
    dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: [member, next] } })
    expect(await ask({ body: { refreshToken } })).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
    expect(dynamo.commandCalls(DeleteCommand).map(({ args }) => args[0].input.Key)).toEqual([
      { PK: session['PK'], SK: session['SK'] },
    ])
    expect(doorstep.lines.map((line) => fieldsIn(line)['event'])).toContain('refresh_token_reused')
    expect(doorstep.lines.join()).not.toContain(refreshToken)
  })

  it('gives nothing when the transaction is cancelled because the member is not active', async () => {
    const { refreshToken } = await signedIn()
    dynamo.on(TransactWriteCommand).rejects(cancelled('None', 'ConditionalCheckFailed'))
    expect(await ask({ body: { refreshToken } })).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
  })

  it('is 503 with Retry-After when others keep writing', async () => {
    const { refreshToken } = await signedIn()
    dynamo.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'None'))
    expectUnavailable(await ask({ body: { refreshToken } }))
  })

  it('is 503 with Retry-After when the table is throttled', async () => {
    const { refreshToken } = await signedIn()
    dynamo.on(BatchGetCommand).rejects(throttled())
    expectUnavailable(await ask({ body: { refreshToken } }))
  })

  it("accepts a web client's cookie only from its own origin", async () => {
    const { response } = await signedIn('web')
    const cookies = [cookieOf(response, '__Host-ieum-refresh-web')]
    const from = (origin: string) => ask({ cookies, body: {}, headers: { origin } })
    const renewed = await from('https://www.example.com')
    expect(renewed.status).toBe(200)
    expect(renewed.body).not.toHaveProperty('refreshToken')
    expect(cookieOf(renewed, '__Host-ieum-refresh-web')).not.toBe(cookies[0])
    expect((await from('https://attacker.example')).status).toBe(401)
    expect((await ask({ cookies, body: {} })).status).toBe(401)
  })

  it('reads nothing for a token that was not issued here', async () => {
    expect((await ask({ body: { refreshToken: 'a.b.c.d.e' } })).headers['www-authenticate']).toBe(
      'Bearer error="invalid_token"',
    )
    expect(dynamo.calls()).toHaveLength(0)
  })

  it('serves the next call when Secrets Manager is up again', async () => {
    await expectToOutliveSecretsManager(() => ask({ body: { refreshToken: 'forged' } }), 401)
  })
})

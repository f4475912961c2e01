import { BatchGetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/deactivate.ts'
import { call, dynamo, lastPut, openDoors, tableName, written } from './doorstep.ts'
import { cancelled, expectToOutliveSecretsManager, expectUnavailable, outage, throttled } from './outages.ts'
import { signedUp } from './visits.ts'

const doorstep = openDoors()
const door = 'POST /me/deactivate'
const ask = (bearer?: string, body: object = {}) =>
  call(handler, door, { body, ...(bearer === undefined ? {} : { bearer }) })

/** A member on one device, as in the table. */
async function signedIn({ member = {}, session = {} }: { member?: object; session?: object } = {}) {
  const { body } = await signedUp(doorstep)
  const Items = [
    { ...lastPut('member'), ...member },
    { ...lastPut('session'), ...session },
  ]
  dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: Items } })
  dynamo.on(QueryCommand).resolves({ Items })
  dynamo.resetHistory()
  return String(body['accessToken'])
}

describe('POST /me/deactivate', () => {
  it('writes the deactivation, the end of all sessions and the event in one transaction', async () => {
    const response = await ask(await signedIn())
    expect(response).toMatchObject({ status: 204, text: '' })
    expect(written()).toHaveLength(1)
    expect(written()[0]?.toSorted()).toEqual([
      expect.stringMatching(/^Check MEMBER#<id> SESSION#<id> if .*#idleExpiresAt > :now/),
      expect.stringMatching(/^Put MEMBER#<id> EVENT#<id> if attribute_not_exists/),
      expect.stringMatching(/^Update MEMBER#<id> MEMBER if .*#status = :active.*#credentialsVersion/),
    ])
    expect(lastPut('event')).toMatchObject({ type: 'member.deactivated' })
  })

  it('is 409 for a member whom no message could reach', async () => {
    const said = { email: { value: 'minji@example.com', verified: false } }
    const bearer = await signedIn({ member: { ...said, phone: { value: '+821012345678', verified: false } } })
    expect(await ask(bearer)).toMatchObject({ status: 409, body: { code: 'contact_required' } })
    expect(written()).toEqual([])
  })

  it.each([
    ['is suspended', { member: { status: 'suspended' } }],
    ['has ended all sessions', { member: { credentialsVersion: 1 } }],
    ['has let this session run out', { session: { idleExpiresAt: 1 } }],
  ])('is 401 for a member who %s', async (_, spoilt) => {
    expect(await ask(await signedIn(spoilt))).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(written()).toEqual([])
  })

  it('is 401 when the session ends at the same moment', async () => {
    const bearer = await signedIn()
    dynamo.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'None', 'None'))
    expect(await ask(bearer)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  })

  it('is unavailable while another request keeps changing the member', async () => {
    const bearer = await signedIn()
    dynamo.on(TransactWriteCommand).rejects(cancelled('None', 'ConditionalCheckFailed', 'None'))
    expectUnavailable(await ask(bearer))
  })

  it('reads nothing without a valid token', async () => {
    expect((await ask()).status).toBe(401)
    expect((await ask('a.b.c')).status).toBe(401)
    expect(dynamo.calls()).toHaveLength(0)
  })

  it('accepts only an empty body', async () => {
    const response = await ask(await signedIn(), { memberId: 'somebody' })
    expect(response).toMatchObject({ status: 400, body: { errors: [{ pointer: '/memberId' }] } })
    expect(written()).toEqual([])
  })

  it.each([
    ['throttled', throttled],
    ['down', outage],
  ])('is 503 with Retry-After when the table is %s', async (_, error) => {
    const bearer = await signedIn()
    dynamo.on(TransactWriteCommand).rejects(error())
    expectUnavailable(await ask(bearer))
  })

  it('serves the next call when Secrets Manager is up again', async () => {
    await expectToOutliveSecretsManager(() => ask('a.b.c'), 401)
  })
})

import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/webhooks.ts'
import { fieldsIn } from '../support/fields.ts'
import { call, dynamo, lastPut, openDoors, secretsManager, written } from './doorstep.ts'
import { expectToOutliveSecretsManager, expectUnavailable, outage, throttled } from './outages.ts'
import { claimOf, signedUp } from './visits.ts'

const doorstep = openDoors()
const minji = '2100000001'
const authorization = 'KakaoAK admin-key-that-stays-here'
const path = { provider: 'kakao' }
const notice = (over: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({
    app_id: '1000001',
    user_id: minji,
    referrer_type: 'UNLINK_FROM_APPS',
    ...over,
  }).toString()
const form = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' }

/** Kakao calls. `header` is its proof. */
const told = {
  GET: (query = notice(), header: string | undefined = authorization) =>
    call(handler, 'GET /webhooks/{provider}', { path, query, headers: { authorization: header } }),
  POST: (body = notice(), header: string | undefined = authorization) =>
    call(handler, 'POST /webhooks/{provider}', { path, body, headers: { authorization: header, ...form } }),
}

/** A member whom Kakao no longer knows, as in the table. */
async function gone() {
  await signedUp(doorstep)
  const [member, session] = [lastPut('member'), lastPut('session')]
  await doorstep.kakao.unlinkFromOutside('minji').catch(() => undefined)
  dynamo.resetHistory()
  const claim = claimOf(minji, { state: 'linked', memberId: member['id'] })
  dynamo.on(GetCommand).resolves({ Item: claim })
  dynamo.on(QueryCommand).resolves({ Items: [member, session] })
  return { member, session }
}

describe.each(['GET', 'POST'] as const)('%s /webhooks/kakao', (method) => {
  it('ends the identity of its member in one transaction', async () => {
    await gone()
    expect(await told[method]()).toMatchObject({ status: 200, text: '{}', cookies: [] })
    expect(written()).toEqual([
      [
        `Update CLAIM#identity#kakao#${minji} CLAIM if (#state = :linked) AND (#memberId = :owner)`,
        'Update MEMBER#<id> MEMBER if #version = :version',
        `Update MEMBER#<id> IDENTITY#kakao#${minji} if attribute_exists(#PK) AND attribute_not_exists(#endedAt)`,
        'Put MEMBER#<id> EVENT#<id> if attribute_not_exists(#PK)',
        `Delete MEMBER#<id> PROFILE#kakao#${minji}`,
        'Put MESSAGE#<id> MESSAGE#<id> if attribute_not_exists(#PK)',
      ],
    ])
    const [{ TransactItems = [] } = {}] = dynamo
      .commandCalls(TransactWriteCommand)
      .map(({ args }) => args[0].input)
    // The session that Kakao opened is over by the member's number.
    expect(TransactItems[1]?.Update?.UpdateExpression).toMatch(/ADD .*#credentialsVersion/)
  })

  it('tells the operators when nothing else opens the account', async () => {
    const { member, session } = await gone()
    const ways = new Set([`identity:kakao:${minji}`])
    const email = { value: 'minji@example.com', verified: false }
    dynamo.on(QueryCommand).resolves({ Items: [{ ...member, ways, email }, session] })
    expect((await told[method]()).status).toBe(200)
    expect(written()[0]?.[0]).toBe(
      `Update CLAIM#identity#kakao#${minji} CLAIM if (#state = :linked) AND (#memberId = :owner)`,
    )
    const lines = doorstep.lines.map(fieldsIn)
    expect(lines).toContainEqual(
      expect.objectContaining({ event: 'last_method_unlinked', provider: 'kakao' }),
    )
    expect(lines).toContainEqual(
      expect.objectContaining({ route: 'webhooks', outcome: 'last_method_unlinked' }),
    )
  })

  it('reads one claim for an unknown person', async () => {
    expect((await told[method]()).status).toBe(200)
    expect(dynamo.calls()).toHaveLength(1)
  })

  it.each([
    ['another key', notice(), 'KakaoAK another', 401],
    ['another app', notice({ app_id: '1' }), authorization, 400],
    ['no fields', '', authorization, 400],
  ])('reads nothing for a notice with %s', async (_, sent, header, status) => {
    expect((await told[method](sent, header)).status).toBe(status)
    expect(dynamo.calls()).toHaveLength(0)
  })

  it.each([
    ['throttled', throttled],
    ['down', outage],
  ])('is 503 and asks for a repetition when the table is %s', async (_, error) => {
    dynamo.on(GetCommand).rejects(error())
    expectUnavailable(await told[method]())
  })

  it('is 502 and asks for a repetition when Kakao does not say whether the person is connected', async () => {
    await gone()
    doorstep.kakao.fail('/v2/user/me', 'server_error')
    expect(await told[method]()).toMatchObject({ status: 502, body: { code: 'provider_unavailable' } })
    expect(written()).toEqual([])
  })

  it('logs neither the key nor the person', async () => {
    await gone()
    await told[method]()
    await told[method](notice(), `${authorization}x`)
    expect(doorstep.lines.join()).not.toContain('admin-key')
    expect(doorstep.lines.join()).not.toContain(minji)
  })

  it('serves the next call when Secrets Manager is up again', async () => {
    await expectToOutliveSecretsManager(() => told[method](), 200)
  })
})

describe('the door for notices', () => {
  it('accepts no JSON, and nothing for an unknown provider', async () => {
    const json = await call(handler, 'POST /webhooks/{provider}', {
      path,
      headers: { authorization },
      body: { app_id: '1000001', user_id: minji },
    })
    expect(json).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } })
    const nobody = await call(handler, 'GET /webhooks/{provider}', { path: { provider: 'nobody' } })
    expect(nobody.status).toBe(404)
    expect([...dynamo.calls(), ...secretsManager.calls()]).toHaveLength(0)
  })
})

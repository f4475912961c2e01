import { BatchGetCommand, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handler } from '../../functions/identity-verification.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { portOneCast } from '../../lib/stand-ins/portone/cast.ts'
import { type PortOneStandIn, startPortOneStandIn } from '../../lib/stand-ins/portone/stand-in.ts'
import type { Sent } from '../support/events.ts'
import { sure } from '../support/people.ts'
import { alterStage } from '../support/stage.ts'
import { call, dynamo, gatewaySecret, lastPut, openDoors, tableName, written } from './doorstep.ts'
import { memberItem, sessionOf } from './members-and-mails.ts'
import { expectUnavailable, throttled } from './outages.ts'
import { codeChallenge, codeVerifier } from './visits.ts'

openDoors()
const store = {
  storeId: 'store-1',
  channelKey: 'channel-1',
  apiSecret: gatewaySecret,
  channelType: 'LIVE',
  redirectUrls: [],
} as const
let gateway: PortOneStandIn
let restore: () => void = () => undefined
beforeAll(async () => {
  gateway = await startPortOneStandIn(store, portOneCast)
  const { storeId, channelKey, channelType } = store
  restore = alterStage({ identityGateway: { storeId, channelKey, channelType, origin: gateway.origin } })
})
afterAll(async () => {
  restore()
  await gateway.stop()
})

const begin = (sent: Sent) => call(handler, 'POST /identity-verification', sent)
const confirm = (sent: Sent) => call(handler, 'POST /identity-verification/confirm', sent)

async function signedIn() {
  const id = ids.member()
  const member = memberItem(id)
  const { item, bearer } = await sessionOf(id)
  dynamo.on(QueryCommand).resolves({ Items: [member, item] })
  return { id, member, item, bearer }
}

/** A member who began a check, and finished it at the gateway. */
async function checked() {
  const who = await signedIn()
  const { body } = await begin({ bearer: who.bearer, body: { codeChallenge } })
  const check = lastPut('identity_check')
  const { identityVerificationId, nonce } = body
  gateway.verify({ id: String(identityVerificationId), nonce: String(nonce) }, 'yuna')
  dynamo.resetHistory()
  dynamo.on(GetCommand).resolves({ Item: check })
  dynamo
    .on(BatchGetCommand)
    .resolvesOnce({ Responses: { [tableName]: [] } })
    .resolves({ Responses: { [tableName]: [who.item, who.member] } })
  return { ...who, sent: { bearer: who.bearer, body: { identityVerificationId, codeVerifier } } }
}

describe('POST /identity-verification', () => {
  it('stores a check of this session, and gives the parameters of the gateway’s window', async () => {
    const { bearer, id } = await signedIn()
    const response = await begin({ bearer, body: { codeChallenge } })
    expect(response).toMatchObject({
      status: 200,
      body: { storeId: 'store-1', channelKey: 'channel-1', expiresIn: 900 },
    })
    expect(lastPut('identity_check')).toMatchObject({ memberId: id, nonce: response.body['nonce'] })
    expect(response.text).not.toContain(store.apiSecret)
  })

  it.each([
    ['without a token', {}, 401, 'invalid_token'],
    ['without a challenge', { body: {} }, 400, 'invalid_request'],
    ['with more than that', { body: { codeChallenge, memberId: 'x' } }, 400, 'invalid_request'],
  ] as const)('%s is refused, and nothing is written', async (_, over, status, code) => {
    const { bearer } = await signedIn()
    const sent = 'body' in over ? { bearer, ...over } : { body: { codeChallenge } }
    expect(await begin(sent)).toMatchObject({ status, body: { code } })
    expect(written()).toEqual([])
  })

  it('is not found where the stage has no gateway', async () => {
    const without = alterStage({ identityGateway: null })
    const { bearer } = await signedIn()
    expect(await begin({ bearer, body: { codeChallenge } })).toMatchObject({ status: 404 })
    without()
  })
})

describe('POST /identity-verification/confirm', () => {
  it('writes the identity of the member and the end of the check in one transaction', async () => {
    const { sent } = await checked()
    expect(await confirm(sent)).toMatchObject({ status: 200, body: { outcome: 'identity_verified' } })
    expect(written()).toHaveLength(1)
    const writes = written()[0]?.join('\n')
    expect(writes).toMatch(/^Update IDENTITY_CHECK#<id> IDENTITY_CHECK if #state IN \(:open, :visit\)$/m)
    expect(writes).toMatch(/^Check MEMBER#<id> SESSION#<id> if /m)
    expect(writes).toMatch(/^Update MEMBER#<id> MEMBER if .*#version = :version/m)
    expect(writes).toMatch(/^Put CLAIM#ci#<secret> CLAIM if attribute_not_exists/m)
    expect(writes).toMatch(/^Put CLAIM#di#<secret> CLAIM if attribute_not_exists/m)
    expect(JSON.stringify(dynamo.calls().map(({ args }) => args[0].input))).not.toContain(
      sure(portOneCast[0]?.ci),
    )
  })

  it('is 503 while the table is throttled', async () => {
    const { sent } = await checked()
    dynamo.on(TransactWriteCommand).rejects(throttled())
    expectUnavailable(await confirm(sent))
  })

  it('is 502 when the gateway does not respond, and nothing is written', async () => {
    const { sent } = await checked()
    gateway.fail(`/identity-verifications/${sent.body.identityVerificationId}`, 'server_error', 1)
    expect(await confirm(sent)).toMatchObject({ status: 502, body: { code: 'provider_unavailable' } })
    expect(written()).toEqual([])
  })
})

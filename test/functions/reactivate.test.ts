import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/reactivate.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { world } from '../../lib/runtime/world.ts'
import { call, dynamo, lastPut, openDoors, written } from './doorstep.ts'
import { cancelled, expectToOutliveSecretsManager, expectUnavailable, outage, throttled } from './outages.ts'

const doorstep = openDoors()
const ask = (body: object) => call(handler, 'POST /reactivate', { body })
const address = 'minji@example.com'

/** The token of a mail, and its member. */
async function mailed(more: object = {}): Promise<string> {
  const name = { memberId: ids.member(), deactivationId: ids.deactivation(), tokenId: ids.token() }
  const { tokens, hashes } = await world()
  const invitation = {
    tokenId: name.tokenId,
    toHash: hashes.hash('reactivation-address', address),
    sentAt: 1,
  }
  const member = {
    kind: 'member',
    id: name.memberId,
    status: 'deactivated',
    version: 1,
    email: { value: address, verified: true },
    locale: 'ko',
    deactivationId: name.deactivationId,
    invitation,
    ...more,
  }
  dynamo.on(GetCommand).resolves({ Item: member })
  return tokens.reactivation.issue(name)
}

describe('POST /reactivate', () => {
  it('makes the member active and writes the event in one transaction', async () => {
    const response = await ask({ token: await mailed() })
    expect(response).toMatchObject({ status: 200, body: { outcome: 'reactivated' }, cookies: [] })
    expect(written()).toHaveLength(1)
    expect(written()[0]?.toSorted()).toEqual([
      expect.stringMatching(/^Put MEMBER#<id> EVENT#<id> if attribute_not_exists/),
      expect.stringMatching(/^Update MEMBER#<id> MEMBER if .*#status = :deactivated.*#deactivationId/),
    ])
    expect(lastPut('event')).toMatchObject({ type: 'member.reactivated' })
    expect(dynamo.calls()).toHaveLength(2)
  })

  it('recovers an imported member, whose number is then free', async () => {
    const token = await mailed({
      email: { value: address, verified: false, imported: true },
      phone: { value: '+821012345678', verified: false, imported: true },
      neverProven: true,
    })
    expect((await ask({ token })).status).toBe(200)
    expect(written()[0]).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Update CLAIM#email#minji@example.com CLAIM/),
        expect.stringMatching(/^Delete CLAIM#phone#\+821012345678 CLAIM/),
      ]),
    )
  })

  it('is 401 for an address that was only said', async () => {
    const token = await mailed({ email: { value: address, verified: false } })
    expect(await ask({ token })).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  })

  it('is 409 for a used token', async () => {
    const response = await ask({
      token: await mailed({ status: 'active', deactivationId: ids.deactivation() }),
    })
    expect(response).toMatchObject({ status: 409, body: { code: 'token_used' } })
    expect(written()).toEqual([])
  })

  it.each([
    ['a newer mail was sent', { invitation: { tokenId: ids.token(), toHash: '', sentAt: 1 } }],
    ['the member is suspended', { status: 'suspended' }],
    ['the address is another', { email: { value: 'other@example.com', verified: true } }],
  ])('is 401 when %s', async (_, more) => {
    const response = await ask({ token: await mailed(more) })
    expect(response).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(written()).toEqual([])
  })

  it('reads nothing for a token that was not issued here', async () => {
    const response = await ask({ token: 'a.b.c' })
    expect(response).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(dynamo.calls()).toHaveLength(0)
  })

  it.each([
    ['no token', {}, '/token'],
    ['a token of another shape', { token: { $ne: 1 } }, '/token'],
    ['something more', { token: 'a.b.c', memberId: '1' }, '/memberId'],
  ])('refuses %s', async (_, body, pointer) => {
    expect(await ask(body)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
  })

  it('is unavailable while another request keeps changing the member', async () => {
    const token = await mailed()
    dynamo.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'None'))
    expectUnavailable(await ask({ token }))
  })

  it.each([
    ['throttled', throttled],
    ['down', outage],
  ])('is 503 with Retry-After when the table is %s', async (_, error) => {
    const token = await mailed()
    dynamo.on(TransactWriteCommand).rejects(error())
    expectUnavailable(await ask({ token }))
  })

  it('logs neither the token nor the address', async () => {
    const token = await mailed()
    await ask({ token })
    expect(doorstep.lines).toHaveLength(1)
    expect(doorstep.lines.join()).toContain('reactivated')
    expect(doorstep.lines.join()).not.toContain(token.split('.')[2])
    expect(doorstep.lines.join()).not.toContain(address)
  })

  it('serves the next call when Secrets Manager is up again', async () => {
    await expectToOutliveSecretsManager(() => ask({ token: 'a.b.c' }), 401)
  })
})

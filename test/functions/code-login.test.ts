import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/code-login.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { world } from '../../lib/runtime/world.ts'
import { call, dynamo, openDoors, written } from './doorstep.ts'
import { cancelled, expectUnavailable, throttled } from './outages.ts'

openDoors()

const later = Date.now() + 600_000
const ask = (verificationToken: unknown, more = {}) =>
  call(handler, 'POST /login/code', { body: { clientId: 'app', verificationToken, ...more } })

/** A token whose proof, claim and member are in the table. */
async function proven({ verified = true, ways = ['email'] } = {}): Promise<string> {
  const [tokenId, verificationId, memberId] = [ids.token(), ids.verification(), ids.member()]
  const address = { channel: 'email', value: 'minji@example.com' }
  const proof = { kind: 'code', state: 'confirmed', id: verificationId, purpose: 'sign_in', address, tokenId }
  const member = {
    kind: 'member',
    id: memberId,
    status: 'active',
    version: 1,
    email: { value: address.value, verified, ...(!verified && { imported: true }) },
    ...(!verified && { imported: true, neverProven: true }),
    ways: new Set(ways),
    attributes: '{}',
    locale: 'ko',
    credentialsVersion: 0,
    createdAt: 0,
  }
  dynamo
    .on(GetCommand)
    .resolvesOnce({ Item: { ...proof, startedAt: 0, expiresAt: later } })
    .resolvesOnce({ Item: { kind: 'claim', of: 'email', memberId, verified } })
    .resolvesOnce({ Item: member })
  const { tokens } = await world()
  return (await tokens.verification.issue({ tokenId, verificationId })).token
}

describe('POST /login/code', () => {
  it('reads the proof, the claim and the member, and consumes the code with the session', async () => {
    const response = await ask(await proven())
    expect(response).toMatchObject({ status: 200, body: { outcome: 'signed_in', created: false } })
    expect(dynamo.commandCalls(GetCommand)).toHaveLength(3)
    const [writes] = written()
    expect(writes?.toSorted()).toEqual([
      expect.stringMatching(/^Check CLAIM#email#minji@example.com CLAIM if .*#verified = :verified/),
      expect.stringMatching(/^Put MEMBER#<id> SESSION#<id> if attribute_not_exists/),
      expect.stringMatching(/^Update CODE#<id> CODE if .*#state = :confirmed/),
      expect.stringMatching(/^Update MEMBER#<id> MEMBER if .*#ways/),
    ])
    expect(written()).toHaveLength(1)
  })

  it('recovers in one transaction as well', async () => {
    const response = await ask(await proven({ verified: false, ways: ['password'] }))
    expect(response).toMatchObject({ status: 200, body: { outcome: 'signed_in', created: false } })
    expect(written()).toHaveLength(1)
    expect(written()[0]).toHaveLength(6)
    expect(written()[0]).toContain('Put MESSAGE#<id> MESSAGE#<id> if attribute_not_exists(#PK)')
  })

  it('reports a used code when another request consumes it at the same moment', async () => {
    const token = await proven()
    dynamo.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'None', 'None', 'None'))
    expect(await ask(token)).toMatchObject({ status: 409, body: { code: 'token_used' } })
  })

  it('is unavailable while the table is throttled', async () => {
    const token = await proven()
    dynamo.on(TransactWriteCommand).rejects(throttled())
    expectUnavailable(await ask(token))
  })

  it.each([
    ['no token', undefined, {}, '/verificationToken'],
    ['a token of another shape', { $ne: 1 }, {}, '/verificationToken'],
    ['no client', 'token', { clientId: undefined }, '/clientId'],
    ['something more', 'token', { code: '123456' }, '/code'],
  ])('refuses %s', async (_, token, more, pointer) => {
    expect(await ask(token, more)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
    expect(dynamo.calls()).toHaveLength(0)
  })

  it('refuses a token that was not issued here, and reads nothing', async () => {
    expect(await ask('eyJhbGciOiJub25lIn0.e30.')).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
    expect(dynamo.calls()).toHaveLength(0)
  })
})

import { BatchGetCommand, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/register.ts'
import { ids } from '../../lib/runtime/ids.ts'
import type { Sent } from '../support/events.ts'
import { fieldsIn, fieldsOf } from '../support/fields.ts'
import { call, dynamo, lastPut, openDoors, tableName, tablesWritten, written } from './doorstep.ts'
import { memberItem } from './members-and-mails.ts'
import { cancelled, expectToOutliveSecretsManager, expectUnavailable, throttled } from './outages.ts'
import { aboutToRegister, claimOf } from './visits.ts'

const doorstep = openDoors()
const ask = (sent: Sent) => call(handler, 'POST /register', sent)
const withBody = (sent: Sent, over: Record<string, unknown>): Sent => ({
  ...sent,
  body: { ...fieldsOf(sent.body), ...over },
})

/** A visit just before its completion. Only later requests count. */
async function waiting(clientId = 'app'): Promise<Sent> {
  const sent = await aboutToRegister(doorstep, 'minji', clientId)
  dynamo.resetHistory()
  return sent
}

/** The writes of a sign-up, in the order of sending. */
async function order(): Promise<readonly string[]> {
  await ask(await waiting())
  const [writes = []] = written()
  dynamo.resetHistory()
  return writes
}

/** A cancelled sign-up with one refused write, and the existing item. */
async function refusedAt(key: string, more: object = {}) {
  const writes = await order()
  const codes = writes.map((write) => (write.includes(key) ? 'ConditionalCheckFailed' : 'None'))
  expect(codes).toContain('ConditionalCheckFailed')
  const error = cancelled(...codes)
  for (const reason of error.CancellationReasons ?? []) {
    if (reason.Code === 'ConditionalCheckFailed') Object.assign(reason, more)
  }
  return error
}

describe('POST /register', () => {
  it('makes the member with everything in one transaction, and nothing else', async () => {
    const response = await ask(await waiting())
    expect(response).toMatchObject({
      status: 201,
      body: { outcome: 'signed_in', created: true, tokenType: 'Bearer', refreshToken: expect.any(String) },
    })
    expect(written()).toHaveLength(1)
    expect(written()[0]).toEqual(
      expect.arrayContaining([
        'Update ONCE#transaction#<id> ONCE if #state = :open AND #tokenId = :tokenId AND #expiresAt > :now',
        expect.stringMatching(
          /^Update CLAIM#identity#kakao#2100000001 CLAIM if #state = :pending OR \(#state IN \(.*\) AND #memberId = :owner\)$/,
        ),
        'Put MEMBER#<id> MEMBER if attribute_not_exists(#PK)',
        'Put MEMBER#<id> IDENTITY#kakao#2100000001 if attribute_not_exists(#PK) OR attribute_exists(#endedAt)',
        expect.stringMatching(
          /^Put CLAIM#email#minji\.kim@example\.com CLAIM if attribute_not_exists\(#PK\)/,
        ),
        expect.stringMatching(/^Put CLAIM#phone#\+821000001001 CLAIM if attribute_not_exists\(#PK\)/),
        'Put MEMBER#<id> EVENT#<id> if attribute_not_exists(#PK)',
        'Put MEMBER#<id> SESSION#<id> if attribute_not_exists(#PK)',
      ]),
    )
    expect(new Set(tablesWritten())).toEqual(new Set([tableName]))
    expect(
      dynamo
        .calls()
        .every(({ args }) => args[0] instanceof GetCommand || args[0] instanceof TransactWriteCommand),
    ).toBe(true)
  })

  it('makes the member from the provider profile and the visitor’s consents', async () => {
    const { body } = await ask(withBody(await waiting(), { name: '  김 민지 ' }))
    expect(lastPut('member')).toMatchObject({
      id: fieldsOf(body['member'])['id'],
      status: 'active',
      version: 1,
      name: '김 민지',
      email: { value: 'minji.kim@example.com', verified: true },
      ways: new Set(['identity:kakao:2100000001', 'email', 'phone']),
      locale: 'ko',
    })
    expect(lastPut('session')).toMatchObject({ memberId: fieldsOf(body['member'])['id'], clientId: 'app' })
    expect(lastPut('event')).toMatchObject({ type: 'member.registered' })
  })

  it.each([
    ['the token did its work', 'ONCE#', 409, 'token_used'],
    ['the e-mail address belongs to a member', 'CLAIM#email#', 409, 'email_taken'],
    ['the phone number belongs to a member', 'CLAIM#phone#', 409, 'phone_taken'],
  ])('is refused when the transaction is cancelled because %s', async (_, key, status, code) => {
    const owner = memberItem(ids.member(), {
      email: { value: 'minji.kim@example.com', verified: true },
      phone: { value: '+821000001001', verified: true, provenAt: Date.now() },
      ways: new Set(['email', 'phone']),
    })
    const claim = { kind: 'claim', memberId: owner.id, verified: true }
    const contactOwner = {
      kind: { S: 'claim' },
      of: { S: 'email' },
      memberId: { S: owner.id },
      verified: { BOOL: true },
    }
    const error = await refusedAt(key, { Item: contactOwner })
    const sent = await waiting()
    const claims = { email: 'minji.kim@example.com', phone: '+821000001001' }
    for (const [of, value] of Object.entries(claims)) {
      if (key !== `CLAIM#${of}#`) continue
      const owned = { PK: `CLAIM#${of}#${value}`, SK: 'CLAIM', ...claim, of }
      dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: [owned, owner] } })
    }
    dynamo.on(TransactWriteCommand).rejects(error)
    expect(await ask(sent)).toMatchObject({ status, body: { code } })
  })

  it('signs in the member that another device made of the same person meanwhile', async () => {
    const memberId = ids.member()
    const claim = claimOf('2100000001', { state: 'linked', memberId })
    const Item = Object.fromEntries(Object.entries(claim).map(([name, value]) => [name, { S: value }]))
    const error = await refusedAt('CLAIM#identity#', { Item })
    const sent = await waiting()
    dynamo.on(TransactWriteCommand).rejectsOnce(error).resolves({})
    expect(await ask(sent)).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false, member: { id: memberId } },
    })
  })

  it.each([
    ['another subject', { subject: '2100000002' }, 'register_token_subject_mismatch'],
    [
      'another verifier',
      { codeVerifier: 'another-verifier-of-the-right-length-for-a-verifier' },
      'invalid_token',
    ],
    [
      'a required term that is refused',
      { consents: [{ tag: 'service', version: '2026-01', agreed: false }] },
      'consent_missing',
    ],
    [
      'terms of another version',
      { consents: [{ tag: 'service', version: '2020-01', agreed: true }] },
      'invalid_request',
    ],
    ['an unknown field', { status: 'active' }, 'invalid_request'],
    ['a name with a line break', { name: '김\n민지' }, 'invalid_request'],
  ])('writes nothing for %s', async (_, over, code) => {
    const response = await ask(withBody(await waiting(), over))
    expect(response.body['code']).toBe(code)
    expect(written()).toEqual([])
  })

  it('writes and reads nothing for an invalid token', async () => {
    const response = await ask(withBody(await waiting(), { registerToken: 'a.b.c' }))
    expect(response).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(dynamo.calls()).toHaveLength(0)
  })

  it('is 503 with Retry-After when the table is throttled, and can be repeated', async () => {
    const sent = await waiting()
    dynamo.on(TransactWriteCommand).rejects(throttled())
    expectUnavailable(await ask(sent))
    dynamo.on(TransactWriteCommand).resolves({})
    expect((await ask(sent)).status).toBe(201)
  })

  it('serves the next call when Secrets Manager is up again', async () => {
    const body = { registerToken: 'a.b.c', codeVerifier: 'v'.repeat(43), provider: 'kakao', subject: '1' }
    await expectToOutliveSecretsManager(() => ask({ body }), 401)
  })

  it('logs nothing of the person', async () => {
    const sent = await waiting()
    const { body } = await ask(sent)
    const lines = doorstep.lines.join()
    expect(fieldsIn(doorstep.lines.at(-1))).toMatchObject({
      route: 'register',
      status: 201,
      outcome: 'signed_in',
    })
    const secret = [
      body['accessToken'],
      body['refreshToken'],
      fieldsOf(sent.body)['registerToken'],
      '김민지',
      'minji',
      '1001',
    ]
    for (const text of secret) expect(lines).not.toContain(String(text))
  })
})

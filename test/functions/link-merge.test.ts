import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/link.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { world } from '../../lib/runtime/world.ts'
import type { Sent } from '../support/events.ts'
import { call, dynamo, openDoors, tableName, written } from './doorstep.ts'
import { memberItem, sessionOf, withMails } from './members-and-mails.ts'
import { codeChallenge, codeVerifier } from './visits.ts'

openDoors()
withMails()

const ask = (sent: Sent) => call(handler, 'POST /link', sent)
const subject = '2100000001'

/** A member who is asked whether to merge another account with a Kakao identity and an address. */
async function asked() {
  const [id, other, pending, tokenId] = [ids.member(), ids.member(), ids.pending(), ids.token()]
  const own = memberItem(id)
  const gone = memberItem(other, {
    email: { value: 'old@example.com', verified: true },
    ways: new Set([`identity:kakao:${subject}`, 'email']),
  })
  const identity = { PK: `MEMBER#${other}`, SK: `IDENTITY#kakao#${subject}`, kind: 'identity', linkedAt: 0 }
  const claim = { kind: 'identity_claim', provider: 'kakao', subject, state: 'linked', memberId: other }
  const { item, bearer } = await sessionOf(id)
  const question = {
    kind: 'merge_question',
    state: 'open',
    id: pending,
    tokenId,
    codeChallenge,
    memberId: id,
    otherId: other,
    basis: { kind: 'identity', identity: { provider: 'kakao', subject } },
    expiresAt: Date.now() + 600_000,
  }
  const partition = (key: string) => ({ ExpressionAttributeValues: { ':partition': `MEMBER#${key}` } })
  dynamo
    .on(GetCommand)
    .resolves({ Item: claim })
    .on(GetCommand, { Key: { PK: `MERGE#${pending}`, SK: 'MERGE' } })
    .resolves({ Item: question })
    .on(QueryCommand, partition(id), false)
    .resolves({ Items: [own, item] })
    .on(QueryCommand, partition(other), false)
    .resolves({ Items: [{ ...identity, provider: 'kakao', subject }, gone] })
    .on(BatchGetCommand)
    .resolves({ Responses: { [tableName]: [item, own] } })
  const { token } = await (await world()).tokens.flow.issue('merge', { tokenId, pendingId: pending })
  return { bearer, body: { mergeToken: token, codeVerifier, consent: true } }
}

describe('POST /link with a merge token', () => {
  it('moves everything, leaves the tombstone and ends the question in one transaction', async () => {
    const { bearer, body } = await asked()
    expect(await ask({ bearer, body })).toMatchObject({ status: 200, body: { outcome: 'merged' } })
    expect(written()).toHaveLength(1)
    const writes = written()[0]?.join('\n')
    expect(writes).toMatch(/^Update MERGE#<id> MERGE if .*#tokenId = :tokenId/m)
    expect(writes).toMatch(/^Check MEMBER#<id> SESSION#<id> if /m)
    expect(writes?.match(/^Update MEMBER#<id> MEMBER if .*#version = :version/gm)).toHaveLength(1)
    expect(writes?.match(/^Put MEMBER#<id> MEMBER if .*#version = :version/gm)).toHaveLength(1)
    expect(writes).toMatch(
      new RegExp(`^Update CLAIM#identity#kakao#${subject} CLAIM if .*#memberId = :owner`, 'm'),
    )
    expect(writes).toMatch(new RegExp(`^Delete MEMBER#<id> IDENTITY#kakao#${subject}`, 'm'))
    expect(writes).toMatch(new RegExp(`^Put MEMBER#<id> IDENTITY#kakao#${subject}`, 'm'))
    expect(writes).toMatch(/^Update CLAIM#email#old@example.com CLAIM if #memberId = :owner/m)
    expect(writes?.match(/^Put MEMBER#<id> EVENT#<id>/gm)).toHaveLength(2)
  })

  it('writes only the end of the question after a refusal', async () => {
    const { body } = await asked()
    expect(await ask({ body: { ...body, consent: false } })).toMatchObject({
      status: 200,
      body: { outcome: 'declined' },
    })
    expect(written()).toEqual([])
  })

  it.each([
    ['a token of both kinds', { linkToken: 'a.b.c' }],
    ['a merge that goes on as new', { consent: false, continueAs: 'new' }],
    ['neither yes nor no', { consent: 'yes' }],
  ])('refuses %s', async (_, over) => {
    const { bearer, body } = await asked()
    const response = await ask({ bearer, body: { ...body, ...over } })
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    expect(written()).toEqual([])
  })
})

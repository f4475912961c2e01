import { SESClient } from '@aws-sdk/client-ses'
import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach } from 'vitest'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { world } from '../../lib/runtime/world.ts'
import { awsDouble } from '../support/aws-double.ts'
import type { Sent } from '../support/events.ts'
import { fieldsOf } from '../support/fields.ts'
import { clientId, sure } from '../support/people.ts'
import { type Doorstep, dynamo, lastPut, tableName } from './doorstep.ts'
import { arrive, codeVerifier, started } from './visits.ts'

/** The mail service. It accepts everything unless a test says otherwise. */
export const ses = awsDouble(SESClient)

/** Gives the doors of a file a mail service. Call it after `openDoors`. */
export function withMails(): void {
  beforeEach(() => {
    ses.reset()
    ses.onAnyCommand().resolves({})
  })
}

/** A member as in the table. */
export const memberItem = (id: MemberId, more: Record<string, unknown> = {}) => ({
  PK: `MEMBER#${id}`,
  SK: 'MEMBER',
  kind: 'member',
  id,
  status: 'active',
  version: 3,
  name: '김민지',
  email: { value: 'minji.kim@example.com', verified: true },
  ways: new Set(['password', 'email']),
  attributes: '{}',
  locale: 'ko',
  credentialsVersion: 0,
  createdAt: 0,
  ...more,
})

/** The session of a member on a device, in the table and as an access token. */
export async function sessionOf(memberId: MemberId, authTime = new Date()) {
  const sessionId = ids.session()
  const until = Date.now() + 86_400_000
  const item = {
    PK: `MEMBER#${memberId}`,
    SK: `SESSION#${sessionId}`,
    kind: 'session',
    id: sessionId,
    memberId,
    clientId: 'app',
    signIn: { authTime: authTime.getTime(), amr: ['pwd'] },
    generation: 0,
    refreshHash: 'hash',
    refreshKid: 'kid',
    rotatedAt: 0,
    credentialsVersion: 0,
    createdAt: authTime.getTime(),
    idleExpiresAt: until,
    absoluteExpiresAt: until,
  }
  const { tokens } = await world()
  const { accessToken } = await tokens.access.issue({
    id: sessionId,
    memberId,
    clientId: clientId('app'),
    signIn: { authTime, amr: ['pwd'] },
    generation: 0,
    refreshHash: 'hash',
    refreshKid: 'kid',
    rotatedAt: authTime,
    credentialsVersion: 0,
    createdAt: authTime,
    idleExpiresAt: new Date(until),
    absoluteExpiresAt: new Date(until),
  })
  return { item, bearer: accessToken }
}

/** A visit of Minji at Kakao that matched a member. Gives the request of a client that consents. */
export async function questioned(doorstep: Doorstep, member: ReturnType<typeof memberItem>): Promise<Sent> {
  const { id: memberId, email } = member
  const claim = { kind: 'claim', of: 'email', memberId, verified: fieldsOf(email)['verified'] }
  dynamo
    .on(BatchGetCommand)
    .resolvesOnce({ Responses: { [tableName]: [claim] } })
    .resolvesOnce({ Responses: { [tableName]: [member] } })
  const { body } = await arrive(await started(doorstep, 'minji'))
  const pending = lastPut('pending')
  dynamo.reset()
  dynamo.onAnyCommand().resolves({})
  dynamo.on(GetCommand, { Key: { PK: pending['PK'], SK: pending['SK'] } }).resolves({ Item: pending })
  dynamo.on(QueryCommand).resolves({ Items: [] })
  return { body: { linkToken: sure(body['linkToken'], 'link token'), codeVerifier, consent: true } }
}

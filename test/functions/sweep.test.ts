import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { BatchGetCommand, DeleteCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/sweep.ts'
import { dynamo, openDoors, tableName } from './doorstep.ts'
import { throttled } from './outages.ts'
import { claimOf } from './visits.ts'

const doorstep = openDoors()

const subject = '2100000001'
/** One due identity, in the index and in its claim. */
function due(more: Record<string, unknown> = {}) {
  const dueAt = Date.now() - 1000
  const claim = claimOf(subject, { state: 'pending', dueAt, shared: false, ...more })
  dynamo.on(QueryCommand).resolves({ Items: [{ PK: claim.PK, SK: claim.SK, dueAt }] })
  dynamo.on(BatchGetCommand).resolves({ Responses: { [tableName]: [claim] } })
}
const unlinks = () => doorstep.kakao.requests.filter(({ path }) => path === '/v1/user/unlink').length

describe('the sweep', () => {
  it('queries identities and members, and nothing else when nothing is due', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [] })
    expect(await handler()).toMatchObject({ due: 0, ended: 0, failed: 0 })
    expect(dynamo.calls()).toHaveLength(2)
    const asked = dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input)
    expect(asked).toMatchObject([
      { IndexName: 'due', Limit: 1000, ExpressionAttributeValues: { ':due': 'DUE' } },
      { IndexName: 'due', Limit: 100, ExpressionAttributeValues: { ':due': 'ERASE' } },
    ])
  })

  it('takes the claim as read, calls Kakao, and deletes the claim', async () => {
    due()
    const before = unlinks()
    expect(await handler()).toMatchObject({ due: 1, ended: 1, failed: 0 })
    expect(dynamo.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      Key: { PK: `CLAIM#identity#kakao#${subject}` },
      ConditionExpression: '(#state = :pending) AND (#dueAt = :readDueAt)',
    })
    expect(unlinks()).toBe(before + 1)
    expect(dynamo.commandCalls(DeleteCommand)[0]?.args[0].input).toMatchObject({
      ConditionExpression: expect.stringContaining('#state = :disconnecting'),
    })
  })

  it('skips a claim that another request took or linked meanwhile', async () => {
    due()
    const refused = new ConditionalCheckFailedException({ message: 'no', $metadata: {} })
    dynamo.on(UpdateCommand).rejects(refused)
    const before = unlinks()
    expect(await handler()).toMatchObject({ due: 1, ended: 0, failed: 0 })
    expect(unlinks()).toBe(before)
    expect(dynamo.commandCalls(DeleteCommand)).toHaveLength(0)
  })

  it('deletes nothing while Kakao does not respond, and notifies the operators without the person', async () => {
    due()
    doorstep.kakao.fail('/v1/user/unlink', 'server_error')
    expect(await handler()).toMatchObject({ due: 1, ended: 0, failed: 1 })
    expect(dynamo.commandCalls(DeleteCommand)).toHaveLength(0)
    expect(doorstep.lines.map((line) => JSON.parse(line).event)).toContain('disconnection_failed')
    expect(doorstep.lines.join()).not.toContain(subject)
  })

  it('calls no provider while the table is throttled, and reports it', async () => {
    due()
    dynamo.on(UpdateCommand).rejects(throttled())
    const before = unlinks()
    expect(await handler()).toMatchObject({ due: 1, ended: 0, failed: 1 })
    expect(doorstep.lines.map((line) => JSON.parse(line).event)).toContain('disconnection_unfinished')
    expect(unlinks()).toBe(before)
  })
})

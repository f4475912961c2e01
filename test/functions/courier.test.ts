import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { handler } from '../../functions/courier.ts'
import type { MessageContent, NewMessage } from '../../lib/domain/message/message.ts'
import { sendLogTo } from '../../lib/http/log/log.ts'
import { setEnvironment } from '../../lib/local/environment.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { forgetWorld, world } from '../../lib/runtime/world.ts'
import { messageWrite } from '../../lib/store/rows/message.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { awsDouble } from '../support/aws-double.ts'
import { email, phone } from '../support/people.ts'
import { stageWith } from '../support/stage.ts'

const dynamo = awsDouble(DynamoDBDocumentClient)
const ses = awsDouble(SESClient)
const sns = awsDouble(SNSClient)
const lines: string[] = []
const undo: (() => void)[] = []
const topic = 'arn:aws:sns:ap-northeast-2:123456789012:failures'

beforeAll(async () => {
  undo.push(
    setEnvironment({
      AWS_REGION: 'ap-northeast-2',
      IEUM_TABLE: 'table',
      IEUM_STAGE_JSON: JSON.stringify(stageWith({ origin: 'https://auth.example.com' })),
      IEUM_FAILURE_TOPIC: topic,
      IEUM_SECRETS: JSON.stringify(await makeKeys(new Date())),
    }),
  )
  sendLogTo((line) => void lines.push(line))
})
beforeEach(() => {
  forgetWorld()
  for (const double of [dynamo, ses, sns]) double.reset()
  dynamo.onAnyCommand().resolves({})
  ses.on(SendEmailCommand).resolves({ MessageId: '1' })
  sns.on(PublishCommand).resolves({ MessageId: '1' })
  lines.length = 0
})
afterAll(() => {
  for (const step of undo) step()
  sendLogTo((line) => void process.stdout.write(`${line}\n`))
})

/** The row of a message, as a transaction of this stage leaves it. */
async function rowOf(queue: string, { to, message }: MessageContent) {
  const { messageSealing } = await world()
  const envelope = { id: ids.record(), queue, of: message.kind, locale: 'ko' } as const
  const sealed = messageSealing.seal(envelope, { to, message })
  const left: NewMessage = { ...envelope, sealed, createdAt: new Date() }
  return messageWrite(left).Put.Item
}
const notice: MessageContent = {
  to: { channel: 'email', value: email('minji@example.com') },
  message: { kind: 'changed', what: 'password', at: new Date('2026-11-22T10:00:00.000Z') },
}
const text: MessageContent = {
  to: { channel: 'sms', value: phone('+821012345678') },
  message: { kind: 'code', purpose: 'sign_up', keyId: 'unknown' },
}
const recordOf = (sequence: string, { PK, SK }: { readonly PK: string; readonly SK: string }) => ({
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: sequence, Keys: { PK: { S: PK }, SK: { S: SK } } },
})
const updates = () => dynamo.commandCalls(UpdateCommand).map(({ args }) => args[0].input)

describe('courier', () => {
  it('reads the queue of a record, leases the message, sends it and marks it', async () => {
    const row = await rowOf('minji', notice)
    dynamo.on(QueryCommand).resolves({ Items: [row] })
    expect(await handler({ Records: [recordOf('1', row)] })).toEqual({ batchItemFailures: [] })
    expect(ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input.Destination)).toEqual([
      { ToAddresses: ['minji@example.com'] },
    ])
    expect(updates().map(({ UpdateExpression }) => UpdateExpression)).toEqual([
      'SET #leasedUntil = :new_leasedUntil ADD #attempts :new_attempts',
      'SET #state = :new_state, #endedAt = :new_endedAt REMOVE #sealed, #leasedUntil, #duePK, #dueAt',
    ])
    expect(dynamo.calls()).toHaveLength(3)
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { listener: 'courier', queues: 1, sent: 1, dropped: 0, delayed: 0, failed: 0, unfinished: 0 },
    ])
  })

  it('reads what is due when the schedule calls', async () => {
    const row = await rowOf('minji', notice)
    dynamo.on(QueryCommand).resolves({ Items: [row] })
    dynamo.on(QueryCommand, { IndexName: 'due' }).resolves({ Items: [{ PK: row.PK, SK: row.SK }] })
    await handler({})
    expect(ses.commandCalls(SendEmailCommand)).toHaveLength(1)
  })

  it('puts what it gives up on the topic of failures, without address or content', async () => {
    const row = await rowOf('text', text)
    dynamo.on(QueryCommand).resolves({ Items: [row] })
    await handler({ Records: [recordOf('1', row)] })
    const published = sns.commandCalls(PublishCommand).map(({ args }) => args[0].input)
    expect(published).toEqual([{ TopicArn: topic, Message: expect.any(String) }])
    expect(JSON.parse(published[0]?.Message ?? '')).toEqual({
      key: `${row.PK} ${row.SK}`,
      kind: 'code',
      why: 'key_dropped',
    })
    expect(lines.join()).not.toContain('+8210')
  })

  it('makes a message due again while SES is down', async () => {
    ses.on(SendEmailCommand).rejects(Object.assign(new Error('later'), { name: 'Throttling' }))
    const row = await rowOf('minji', notice)
    dynamo.on(QueryCommand).resolves({ Items: [row] })
    expect(await handler({ Records: [recordOf('1', row)] })).toEqual({ batchItemFailures: [] })
    expect(updates().at(-1)?.UpdateExpression).toBe(
      'SET #duePK = :new_duePK, #dueAt = :new_dueAt REMOVE #leasedUntil',
    )
  })

  it('gets a record again whose queue the table does not give', async () => {
    const row = await rowOf('minji', notice)
    dynamo.on(QueryCommand).rejects(new Error('the table is down'))
    const { batchItemFailures } = await handler({ Records: [recordOf('7', row)] })
    expect(batchItemFailures).toEqual([{ itemIdentifier: '7' }])
  })
})

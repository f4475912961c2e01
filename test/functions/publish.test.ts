import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { marshall } from '@aws-sdk/util-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { handler } from '../../functions/publish.ts'
import type { AuditEvent } from '../../lib/domain/history/audit.ts'
import { sendLogTo } from '../../lib/http/log/log.ts'
import { setEnvironment } from '../../lib/local/environment.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { forgetWorld } from '../../lib/runtime/world.ts'
import { eventWrite } from '../../lib/store/rows/member/history.ts'
import { awsDouble } from '../support/aws-double.ts'
import { expectEvent } from '../support/event-schemas.ts'
import { kakaoIdentity } from '../support/people.ts'

const bridge = awsDouble(EventBridgeClient)
const lines: string[] = []
const undo: (() => void)[] = []
beforeAll(() => {
  undo.push(setEnvironment({ IEUM_BUS: 'bus', AWS_REGION: 'ap-northeast-2' }))
  sendLogTo((line) => void lines.push(line))
})
beforeEach(() => {
  forgetWorld()
  bridge.reset()
  lines.length = 0
})
afterAll(() => {
  for (const step of undo) step()
  sendLogTo((line) => void process.stdout.write(`${line}\n`))
})

const identity = kakaoIdentity('2100000001')

/** A record of the stream. By default, a member linked an identity. */
const record = (sequence: string, event: Partial<AuditEvent> = {}, member = ids.member()) =>
  recordOf(sequence, { identity, ...event }, member)

/** A record of the stream, as Lambda passes it on: an event of this member was put. */
function recordOf(sequence: string, event: Partial<AuditEvent>, member = ids.member()) {
  const happened: AuditEvent = {
    id: ids.record(),
    type: 'identity.linked',
    at: new Date('2026-11-22T10:00:00Z'),
    sessionId: ids.session(),
    ...event,
  }
  const { Item } = eventWrite({ id: member, externalId: '4711' }, happened).Put
  return { eventName: 'INSERT', dynamodb: { SequenceNumber: sequence, NewImage: marshall(Item) } }
}

const took = (...EventIds: readonly string[]) => ({
  FailedEntryCount: 0,
  Entries: EventIds.map((EventId) => ({ EventId })),
})
const sent = () => bridge.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? [])

describe('publish', () => {
  it('puts a change on the bus of the stage, named by its type, without its session', async () => {
    bridge.on(PutEventsCommand).resolves(took('one'))
    expect(await handler({ Records: [record('100')] })).toEqual({ batchItemFailures: [] })
    const [[entry] = []] = sent()
    expect(entry).toMatchObject({
      EventBusName: 'bus',
      Source: 'ieum',
      DetailType: 'identity.linked',
      Time: new Date('2026-11-22T10:00:00Z'),
    })
    const detail: unknown = JSON.parse(entry?.Detail ?? '')
    expect(detail).toMatchObject({
      externalId: '4711',
      identity,
      sequence: expect.stringMatching(/^0[0-9]{39}$/),
    })
    expectEvent(detail)
  })

  it.each<Partial<AuditEvent>>([
    { type: 'member.registered' },
    { type: 'member.merged', survivor: ids.member() },
    { type: 'member.merged', merged: ids.member() },
    { type: 'member.deactivated' },
    { type: 'member.reactivated' },
    { type: 'member.withdrawn' },
    { type: 'identity.unlinked', identity },
  ])('matches the schema of $type', async (event) => {
    bridge.on(PutEventsCommand).resolves(took('one'))
    await handler({ Records: [recordOf('1', event)] })
    const [[entry] = []] = sent()
    expectEvent(JSON.parse(entry?.Detail ?? ''))
  })

  it('asks to repeat the refused event, and all events after it', async () => {
    bridge.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [{ EventId: 'one' }, { ErrorCode: 'InternalFailure', ErrorMessage: 'no' }],
    })
    const Records = [record('1'), record('2'), record('3'), record('4')]
    expect(await handler({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
  })

  it('publishes nothing more of a member after a refusal', async () => {
    const member = ids.member()
    bridge.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'Throttled' }] })
    const Records = [record('1', {}, member), record('2', { type: 'identity.unlinked' }, member)]
    expect(await handler({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
    expect(sent()).toHaveLength(1)
  })

  it('asks to repeat everything while the bus is throttled or down', async () => {
    const error = Object.assign(new Error('slow down'), { name: 'ThrottlingException' })
    bridge.on(PutEventsCommand).rejects(error)
    expect(await handler({ Records: [record('7'), record('8')] })).toEqual({
      batchItemFailures: [{ itemIdentifier: '7' }],
    })
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      listener: 'publish',
      level: 'error',
      stoppedBy: 'ThrottlingException',
    })
  })

  it('skips a row that only a newer version can read, and reports it', async () => {
    bridge.on(PutEventsCommand).resolves(took('one', 'three'))
    const newer = record('2')
    newer.dynamodb.NewImage['type'] = { S: 'member.flew_away' }
    expect(await handler({ Records: [record('1'), newer, record('3')] })).toEqual({ batchItemFailures: [] })
    expect(sent().map((entries) => entries.length)).toEqual([2])
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ event: 'events_unreadable', count: 1, reports: 1 }),
    )
  })

  it("logs how much it published, and nobody's data", async () => {
    bridge.on(PutEventsCommand).resolves(took('one'))
    await handler({ Records: [record('100')] })
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { listener: 'publish', records: 1, published: 1, unreadable: 0 },
    ])
    expect(lines.join()).not.toContain(identity.subject)
  })

  it('fails for input that is no record of a stream', async () => {
    await expect(handler({ Records: [{ Sns: {} }] })).rejects.toThrow()
  })
})

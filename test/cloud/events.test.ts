import { describe, expect, it } from 'vitest'
import { publicEventTypes } from '../../lib/domain/history/public-event.ts'
import { eventSchemas } from '../../lib/events/schemas.ts'
import { type ListenerId, listeners } from '../../lib/routes/listeners.ts'
import { sure } from '../support/people.ts'
import { production, propertiesOf, synthesise } from './synth.ts'

const { template } = synthesise('prod', production)

const mappings = propertiesOf(template, 'AWS::Lambda::EventSourceMapping')
/** The mapping that calls the alias of a listener. */
const mappingOf = (id: ListenerId) =>
  sure(
    mappings.find(({ FunctionName }) => JSON.stringify(FunctionName).includes(`{"Ref":"${id}ListenerLive`)),
  )

it("two functions listen to the table's stream, which is as many as one shard serves well", () => {
  expect(mappings).toHaveLength(2)
})

describe.each([
  ['publish', 'event'],
  ['courier', 'message'],
] as const)("the listener %s of the table's stream", (id, kind) => {
  const mapping = mappingOf(id)

  it('misses nothing, and is called in order', () => {
    expect(mapping).toMatchObject({ StartingPosition: 'TRIM_HORIZON', ParallelizationFactor: 1 })
    expect(JSON.stringify(mapping.EventSourceArn)).toContain('StreamArn')
  })

  it('gets new rows of its kind, and nothing else', () => {
    const [{ Pattern }] = mapping.FilterCriteria.Filters
    expect(JSON.parse(Pattern)).toEqual(listeners[id].filter)
    expect(listeners[id].filter).toEqual({
      eventName: ['INSERT'],
      dynamodb: { NewImage: { kind: { S: [kind] } } },
    })
  })

  it('gets failed records and later ones again for hours, and reports what it gives up', () => {
    expect(mapping).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 6 * 3600,
    })
    const name = id === 'publish' ? 'EventsGivenUp' : 'courierFailed'
    const queue = Object.keys(template.findResources('AWS::SQS::Queue')).find((key) => key.startsWith(name))
    expect(mapping.DestinationConfig.OnFailure.Destination).toEqual({ 'Fn::GetAtt': [queue, 'Arn'] })
    expect(mapping).not.toHaveProperty('MaximumRetryAttempts')
  })
})

describe('the queue of given-up records', () => {
  it('is encrypted, accepts only TLS, and keeps records for the longest possible time', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 86_400,
    })
    const [{ PolicyDocument }] = propertiesOf(template, 'AWS::SQS::QueuePolicy')
    expect(PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ])
  })
})

describe('the alarms of the events', () => {
  const alarms = propertiesOf(template, 'AWS::CloudWatch::Alarm')

  it('go off when the stream falls behind, long before records expire', () => {
    const ages = alarms.filter(({ MetricName }) => MetricName === 'IteratorAge')
    expect(ages).toHaveLength(mappings.length)
    for (const age of ages) {
      expect(age).toMatchObject({ Threshold: 600_000, Statistic: 'Maximum', EvaluationPeriods: 1 })
    }
  })

  it('go off for a single given-up part of the stream', () => {
    const [queue] = alarms.filter(({ Namespace }) => Namespace === 'AWS/SQS')
    expect(queue).toMatchObject({ MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1 })
  })
})

describe('the bus', () => {
  it('is one, with a schema for every type of event', () => {
    template.resourceCountIs('AWS::Events::EventBus', 1)
    const schemas = propertiesOf(template, 'AWS::EventSchemas::Schema')
    expect(schemas.map(({ SchemaName }) => SchemaName).toSorted()).toEqual(
      publicEventTypes.map((type) => `ieum@${type}`).toSorted(),
    )
    for (const { SchemaName, Content, Type } of schemas) {
      const { $schema, ...schema } = JSON.parse(Content)
      expect({ Type, $schema }).toEqual({
        Type: 'JSONSchemaDraft4',
        $schema: 'http://json-schema.org/draft-04/schema#',
      })
      expect(eventSchemas).toHaveProperty([SchemaName.replace('ieum@', '')], schema)
    }
  })
})

describe('the courier', () => {
  it('is called every minute for what it left, and puts what it gives up into its own queue', () => {
    const [rule] = propertiesOf(template, 'AWS::Events::Rule').filter(
      ({ ScheduleExpression }) => ScheduleExpression === 'rate(1 minute)',
    )
    expect(rule.Targets[0].Arn.Ref).toMatch(/^courierListenerLive/)
    const subscriptions = propertiesOf(template, 'AWS::SNS::Subscription')
    const [toQueue] = subscriptions.filter(({ Protocol }) => Protocol === 'sqs')
    expect(toQueue).toMatchObject({ RawMessageDelivery: true })
    expect(toQueue.Endpoint['Fn::GetAtt'][0]).toMatch(/^courierFailed/)
    const courier = propertiesOf(template, 'AWS::Lambda::Function').find(
      ({ Environment }) => 'IEUM_FAILURE_TOPIC' in Environment.Variables,
    )
    expect(courier.Environment.Variables.IEUM_FAILURE_TOPIC).toEqual(toQueue.TopicArn)
    expect(courier.Description).toContain(listeners.courier.does)
  })
})

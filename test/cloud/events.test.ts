import { describe, expect, it } from 'vitest'
import { publicEventTypes } from '../../lib/domain/history/public-event.ts'
import { eventSchemas } from '../../lib/events/schemas.ts'
import { listeners } from '../../lib/routes/listeners.ts'
import { production, propertiesOf, synthesise } from './synth.ts'

const { template } = synthesise('prod', production)

describe("the listener of the table's stream", () => {
  const [mapping] = propertiesOf(template, 'AWS::Lambda::EventSourceMapping')

  it('is one function, which misses nothing and is called in order', () => {
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 1)
    expect(mapping).toMatchObject({ StartingPosition: 'TRIM_HORIZON', ParallelizationFactor: 1 })
    expect(JSON.stringify(mapping.EventSourceArn)).toContain('StreamArn')
  })

  it('gets new rows of histories, and nothing else', () => {
    const [{ Pattern }] = mapping.FilterCriteria.Filters
    expect(JSON.parse(Pattern)).toEqual(listeners.publish.filter)
    expect(listeners.publish.filter).toEqual({
      eventName: ['INSERT'],
      dynamodb: { NewImage: { kind: { S: ['event'] } } },
    })
  })

  it('gets failed records and later ones again for hours, and reports what it gives up', () => {
    expect(mapping).toMatchObject({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 6 * 3600,
    })
    const [queue] = Object.keys(template.findResources('AWS::SQS::Queue'))
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
    const [age] = alarms.filter(({ MetricName }) => MetricName === 'IteratorAge')
    expect(age).toMatchObject({ Threshold: 600_000, Statistic: 'Maximum', EvaluationPeriods: 1 })
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

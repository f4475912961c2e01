import { Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { EventsOut } from '../../lib/cloud/events-out.ts'
import { DoorFunction } from '../../lib/cloud/functions/door-function.ts'
import { stageFiles } from '../../lib/cloud/functions/stage-files.ts'
import { MailIdentity } from '../../lib/cloud/mail-identity.ts'
import { erasureLedger, memberTable } from '../../lib/cloud/member-table.ts'
import { StageSecret } from '../../lib/cloud/stage/stage-secret.ts'
import { UploadBucket } from '../../lib/cloud/upload-bucket.ts'
import { jobs } from '../../lib/routes/jobs.ts'
import { listeners } from '../../lib/routes/listeners.ts'
import { routes } from '../../lib/routes/routes.ts'
import type { Job, Listener, Route, Subscriber } from '../../lib/routes/shape.ts'
import { subscribers } from '../../lib/routes/subscribers.ts'
import { table as schema } from '../../lib/store/table/schema.ts'
import { production, propertiesOf, quickApp, stageNamed, synthesise } from './synth.ts'

const { template } = synthesise()
const { template: deployed } = synthesise('prod', production)
type Work = Pick<Route | Job | Listener | Subscriber, 'id' | 'does' | 'touches' | 'memory'>
const doors = Object.values<Route>(routes)
const scheduled = Object.values<Job>(jobs)
const hearing = Object.values<Listener>(listeners)
const subscribed = Object.values<Subscriber>(subscribers)
const all: readonly Work[] = [...doors, ...scheduled, ...hearing, ...subscribed]
/** What a schedule calls: jobs, and listeners that take up what they left. */
const called = [...scheduled, ...hearing].flatMap(({ everyMinutes }) => everyMinutes ?? [])

const functionOf = (route: Work, from = template) =>
  propertiesOf(from, 'AWS::Lambda::Function').find(({ Description }) =>
    Description.endsWith(`: ${route.does}`),
  )

/** All permissions of a function's role, as `type of resource: actions`. */
function grantsOf(route: Work, from = template): readonly string[] {
  const roleId = functionOf(route, from).Role['Fn::GetAtt'][0]
  const role = from.findResources('AWS::IAM::Role')[roleId]?.['Properties']
  const statements = role.Policies.flatMap(
    (policy: Record<string, unknown>) => policy['PolicyDocument'],
  ).flatMap((document: Record<string, unknown>) => document['Statement'])
  return statements.map(({ Action, Resource, NotResource }: Record<string, unknown>) => {
    const resources =
      Resource === undefined
        ? [`all but ${JSON.stringify(NotResource)}`]
        : [Resource].flat().map((resource) => typeOf(resource, from))
    return `${resources.join(' + ')}: ${[Action].flat().toSorted().join(' ')}`
  })
}

/** The type of a resource in an ARN, and the name of a secret. A composed ARN comes back unchanged. */
function typeOf(resource: unknown, from: Template): string {
  const text = JSON.stringify(resource)
  const id = /^\{"(?:Ref":"(\w+)"|Fn::GetAtt":\["(\w+)","Arn"\])\}?/.exec(text)
  const index = /"\/index\/(\w+)"/.exec(text)?.[1]
  if (index !== undefined) return `index ${index}`
  const named = from.toJSON()['Resources'][id?.[1] ?? id?.[2] ?? '']
  return named?.Type === 'AWS::SecretsManager::Secret' ? named.Properties.Name : (named?.Type ?? text)
}

const logging = 'AWS::Logs::LogGroup: logs:CreateLogStream logs:PutLogEvents'

describe('the functions', () => {
  it('are one for each route, job and listener', () => {
    template.resourceCountIs('AWS::Lambda::Function', all.length)
  })

  it.each(all)('$id has the right runtime, architecture and memory', (route) => {
    expect(functionOf(route)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: route.memory,
      LoggingConfig: { LogFormat: 'JSON' },
    })
  })

  it('of a door end before a visitor gives up, and those of a job before its next call', () => {
    expect(new Set(doors.map((route) => functionOf(route).Timeout))).toEqual(new Set([10]))
    for (const job of scheduled) expect(functionOf(job).Timeout).toBeLessThan(job.everyMinutes * 60)
  })

  it('of a job or listener are called by their schedule, and by nothing else', () => {
    const rules = propertiesOf(template, 'AWS::Events::Rule')
    expect(rules.map((rule) => rule.ScheduleExpression)).toEqual(
      called.map((minutes) => `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`),
    )
    expect(rules.map((rule) => rule.Targets[0].RetryPolicy.MaximumRetryAttempts)).toEqual(called.map(() => 0))
  })

  it('of a job report failures and missed calls in an encrypted queue with an alarm', () => {
    const calls = propertiesOf(template, 'AWS::Lambda::EventInvokeConfig').filter(
      ({ MaximumRetryAttempts }) => MaximumRetryAttempts === 0,
    )
    expect(calls.map(({ MaximumRetryAttempts }) => MaximumRetryAttempts)).toEqual(called.map(() => 0))
    const queues = calls.map((call) => call.DestinationConfig.OnFailure.Destination['Fn::GetAtt'][0])
    const rules = propertiesOf(template, 'AWS::Events::Rule')
    expect(rules.map((rule) => rule.Targets[0].DeadLetterConfig.Arn['Fn::GetAtt'][0])).toEqual(queues)
    const found = template.findResources('AWS::SQS::Queue')
    for (const queue of queues) {
      expect(found[queue]?.['Properties']).toMatchObject({ SqsManagedSseEnabled: true })
    }
    const policies = propertiesOf(template, 'AWS::SQS::QueuePolicy')
    const tlsOnly = policies.filter((policy) =>
      JSON.stringify(policy).includes('"aws:SecureTransport":"false"'),
    )
    expect(tlsOnly.length).toBe(Object.keys(found).length)
    expect(JSON.stringify(propertiesOf(template, 'AWS::CloudWatch::Alarm'))).toContain(queues[0])
  })

  it('that mark failing addresses hear of hard bounces and complaints from SES', () => {
    template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: { MatchingEventTypes: ['bounce', 'complaint'] },
    })
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'lambda' })
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 2 })
  })

  it('that end connections are watched: providers that cannot be called, and work older than a day', () => {
    const alarms = propertiesOf(deployed, 'AWS::CloudWatch::Alarm')
    const dimensions = [{ Name: 'stage', Value: 'prod' }]
    expect(alarms).toContainEqual(
      expect.objectContaining({ MetricName: 'overdueSeconds', Dimensions: dimensions, Threshold: 86_400 }),
    )
    expect(alarms).toContainEqual(
      expect.objectContaining({
        MetricName: 'reports',
        Dimensions: [{ Name: 'event', Value: 'not_revocable' }, ...dimensions],
        Threshold: 1,
      }),
    )
  })

  it.each(all)('$id writes to an own log', (route) => {
    const ids = all.map((one) => functionOf(one).LoggingConfig.LogGroup.Ref)
    expect(ids.filter((id) => id === functionOf(route).LoggingConfig.LogGroup.Ref)).toHaveLength(1)
  })

  it('and the gateway keep their logs for a limited time', () => {
    const logs = propertiesOf(deployed, 'AWS::Logs::LogGroup')
    expect(logs).toHaveLength(all.length + 1)
    expect(logs.filter(({ RetentionInDays }) => !(RetentionInDays >= 90))).toEqual([])
  })
})

/**
 * The actions of Lambda in the function's name. The ARN of the stream is an attribute of the table, so its type is
 * the table's.
 */
const followingTheStream = expect.stringMatching(
  /StreamArn.*: dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams$/,
)

describe('the permissions of a function', () => {
  it.each(all)('are exactly the listed ones for $id', (route) => {
    const { table, secrets, uploads = [] } = route.touches
    const sends = 'sends' in route.touches && route.touches.sends
    const readsIndex = 'index' in route.touches && route.touches.index
    const actions = table.map((action) => `dynamodb:${action}`).toSorted()
    const reportsFailures = 'filter' in route || 'everyMinutes' in route || 'topic' in route
    const hasTopic = 'failures' in route.touches && route.touches.failures
    expect(grantsOf(route)).toEqual([
      logging,
      ...(table.length > 0 ? [`AWS::DynamoDB::GlobalTable: ${actions.join(' ')}`] : []),
      ...(readsIndex ? [`index ${schema.dueIndex.name}: dynamodb:Query`] : []),
      ...(route.touches.ledger ? ['AWS::DynamoDB::GlobalTable: dynamodb:UpdateItem'] : []),
      ...(secrets.length > 0
        ? [`${secrets.map((kind) => `ieum/dev/${kind}`).join(' + ')}: secretsmanager:GetSecretValue`]
        : []),
      ...(sends ? [expect.stringMatching(/: ses:SendEmail ses:SendRawEmail$/)] : []),
      ...(sends ? [expect.stringMatching(/:identity\/.*: ses:GetEmailIdentity$/)] : []),
      ...('filter' in route ? [followingTheStream] : []),
      ...(reportsFailures ? ['AWS::SQS::Queue: sqs:SendMessage'] : []),
      ...(hasTopic ? ['AWS::SNS::Topic: sns:Publish'] : []),
      ...('bus' in route.touches && route.touches.bus ? ['AWS::Events::EventBus: events:PutEvents'] : []),
      ...(sends ? [expect.stringMatching(/^all but .*":sns:\*:\*:\*".*: sns:Publish$/)] : []),
      ...(uploads.length > 0
        ? [
            expect.stringMatching(
              new RegExp(`"/\\*".*: ${uploads.map((action) => `s3:${action}`).join(' ')}$`),
            ),
          ]
        : []),
    ])
  })

  it('of a listener let Lambda follow the stream for a minute a batch', () => {
    for (const listener of Object.values<Listener>(listeners)) {
      expect(grantsOf(listener)).toContainEqual(followingTheStream)
      expect(functionOf(listener).Timeout).toBe(60)
    }
  })

  it('of the login never include the table', () => {
    expect(grantsOf(routes.login).join()).not.toContain('dynamodb:')
  })

  it('include the secret of lookups only for lookups, and no secret where none is needed', () => {
    const lookingUp = all.filter((route) => grantsOf(route).join().includes('ieum/dev/lookup'))
    expect(lookingUp.filter(({ touches }) => touches.table.length === 0)).toEqual([])
    expect(grantsOf(routes.openapi).join()).not.toContain('secretsmanager')
    expect(grantsOf(routes.jwks).join()).not.toContain('lookup')
  })

  it('stand only in its own role, without policies of AWS and without wildcards', () => {
    template.resourceCountIs('AWS::IAM::Policy', 0)
    const roles = propertiesOf(template, 'AWS::IAM::Role')
    expect(roles.filter((role) => 'ManagedPolicyArns' in role)).toEqual([])
    // A phone number is no resource, so publishing is denied for every topic and endpoint. Uploads have own
    // keys, and only the bucket is known.
    const policies = JSON.stringify(roles.map((role) => role.Policies))
      .replaceAll(
        /"NotResource":\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},":sns:\*:\*:\*"\]\]\}/g,
        '',
      )
      .replaceAll(/\{"Fn::GetAtt":\["Uploads\w+","Arn"\]\},"\/\*"/g, '')
    expect(policies).not.toContain('*')
  })

  it('include sending for the courier alone, and only from the one address', () => {
    const stack = new Stack(quickApp(), 'mail')
    const stage = stageNamed('dev')
    const secretOf = (kind: Route['touches']['secrets'][number]) =>
      new StageSecret(stack, kind, { stageName: 'dev', kind })
    new DoorFunction(stack, 'door', {
      route: { ...listeners.courier, touches: { table: [], secrets: [], bus: false, sends: true } },
      stage,
      origin: 'https://auth.example.com',
      table: memberTable(stack, 'table', stage),
      ledger: erasureLedger(stack, 'ledger'),
      secrets: { keys: secretOf('keys'), lookup: secretOf('lookup') },
      mail: new MailIdentity(stack, 'mail', stage.mail),
      events: new EventsOut(stack, 'events', { stage }),
      uploads: new UploadBucket(stack, 'uploads', { origins: [] }),
      key: undefined,
      files: stageFiles(stack, stage),
    })
    const sending = propertiesOf(Template.fromStack(stack), 'AWS::IAM::Role')[0].Policies[0].PolicyDocument
      .Statement[1]
    expect(sending.Action).toEqual(['ses:SendEmail', 'ses:SendRawEmail'])
    expect(sending.Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'no-reply@example.com' } })
    expect(JSON.stringify(sending.Resource)).toMatch(/:configuration-set\/.*:identity\//)
    expect(sending.Resource).toHaveLength(2)
    const senders = all.filter((route) => /ses:|sns:Publish/.test(grantsOf(route).join()))
    expect(senders.map(({ id }) => id)).toEqual(['courier'])
  })
})

describe('the concurrency of a function', () => {
  const reserving = (doors: number | null, jobs: number | null) => {
    const reservedConcurrency = { doors, jobs }
    const throttles = { ...production.throttles, reservedConcurrency }
    const from = synthesise('prod', { ...production, throttles }).template
    return new Set(
      all.map((route) => `${'doors' in route}: ${functionOf(route, from).ReservedConcurrentExecutions}`),
    )
  }

  it('is reserved as the stage says, for doors and for what no request calls', () => {
    expect(reserving(null, 5)).toEqual(new Set(['true: undefined', 'false: 5']))
    expect(reserving(20, null)).toEqual(new Set(['true: 20', 'false: undefined']))
  })

  it('is not reserved by default, since a new account has too little to give away', () => {
    expect(all.filter((route) => 'ReservedConcurrentExecutions' in functionOf(route, deployed))).toEqual([])
  })
})

describe('the traces of a stage', () => {
  const { template: traced } = synthesise('prod', { ...production, traces: true })

  it('are off by default', () => {
    expect(all.filter((route) => 'TracingConfig' in functionOf(route, deployed))).toEqual([])
    expect(JSON.stringify(deployed.toJSON())).not.toContain('xray')
  })

  it('are made by Lambda, with one more permission for each function and not one more resource', () => {
    for (const route of all) {
      expect(functionOf(route, traced).TracingConfig).toEqual({ Mode: 'Active' })
      expect(grantsOf(route, traced)).toEqual([
        ...grantsOf(route, deployed),
        '"*": xray:PutTelemetryRecords xray:PutTraceSegments',
      ])
    }
    expect(Object.keys(traced.toJSON().Resources)).toHaveLength(
      Object.keys(deployed.toJSON().Resources).length,
    )
  })
})

describe('the environment of a function', () => {
  const namesOf = (route: Work) => Object.keys(functionOf(route, deployed).Environment.Variables).toSorted()

  it('names the table only if it reads table or secret', () => {
    expect(all.filter((route) => namesOf(route).includes('IEUM_TABLE'))).toEqual(
      all.filter(({ touches }) => touches.secrets.length > 0 || touches.table.length > 0),
    )
  })

  it.each(['keys', 'lookup'] as const)('names the secret of %s only if it reads that secret', (kind) => {
    expect(all.filter((route) => namesOf(route).includes(`IEUM_${kind.toUpperCase()}_ARN`))).toEqual(
      all.filter(({ touches }) => touches.secrets.includes(kind)),
    )
  })

  it('holds only values of CloudFormation: everything else lies beside its bundle', () => {
    const names = new Set(all.flatMap(namesOf))
    expect([...names].toSorted()).toEqual([
      'IEUM_BUS',
      'IEUM_FAILURE_TOPIC',
      'IEUM_KEYS_ARN',
      'IEUM_LEDGER',
      'IEUM_LOOKUP_ARN',
      'IEUM_STAGE',
      'IEUM_TABLE',
      'IEUM_UPLOAD_BUCKET',
    ])
    expect(namesOf(routes.openapi)).toEqual(['IEUM_STAGE'])
  })

  it('names the address of API Gateway where the stage has no own origin', () => {
    expect(functionOf(routes.openapi).Environment.Variables.IEUM_ORIGIN).toMatchObject({
      'Fn::GetAtt': [expect.any(String), 'ApiEndpoint'],
    })
  })
})

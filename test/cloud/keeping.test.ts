import { readFileSync } from 'node:fs'
import { Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { describe, expect, it, vi } from 'vitest'
import { Ieum } from '../../lib/cloud/ieum.ts'
import { metricsOf } from '../../lib/http/log/metrics.ts'
import { overdue, reported } from '../../lib/http/log/stage-metrics.ts'
import { jobs } from '../../lib/routes/jobs.ts'
import { listeners } from '../../lib/routes/listeners.ts'
import { routes } from '../../lib/routes/routes.ts'
import type { Listener } from '../../lib/routes/shape.ts'
import { subscribers } from '../../lib/routes/subscribers.ts'
import { table } from '../../lib/store/table/schema.ts'
import { production, propertiesOf, quickApp, synthesise } from './synth.ts'

const { template } = synthesise()
const { template: deployed, live } = synthesise('prod', production)

interface Watched {
  readonly MetricStat?: { readonly Metric: object }
}

const byName = (one: { Name: string }, other: { Name: string }) => one.Name.localeCompare(other.Name)

const retained = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }
/** What a failed first deployment takes away again, so that the second can make it. */
const retainedOnceMade = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }

describe('the table', () => {
  const [properties] = propertiesOf(template, 'AWS::DynamoDB::GlobalTable').filter(
    ({ GlobalSecondaryIndexes }) => GlobalSecondaryIndexes !== undefined,
  )

  it('has the keys of the schema and is billed by request', () => {
    expect(properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: table.partitionKey, KeyType: 'HASH' },
        { AttributeName: table.sortKey, KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: table.timeToLive, Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    })
  })

  it('has one index, of due rows', () => {
    expect(properties.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: table.dueIndex.name,
        KeySchema: [
          { AttributeName: table.dueIndex.partitionKey, KeyType: 'HASH' },
          { AttributeName: table.dueIndex.sortKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ])
  })

  it('can be restored to any second, is protected from deletion, and outlives the stack', () => {
    expect(properties.Replicas).toEqual([
      expect.objectContaining({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    ])
    template.hasResource('AWS::DynamoDB::GlobalTable', retained)
  })

  it('gets its name from CloudFormation, so a restored one can stand beside it', () => {
    expect(properties).not.toHaveProperty('TableName')
  })
})

describe('the ledger of erasures', () => {
  const [properties] = propertiesOf(template, 'AWS::DynamoDB::GlobalTable').filter(
    ({ GlobalSecondaryIndexes }) => GlobalSecondaryIndexes === undefined,
  )

  it('is protected like the table, streams nothing and forgets nothing', () => {
    expect(properties.Replicas).toEqual([
      expect.objectContaining({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    ])
    expect(properties).not.toHaveProperty('StreamSpecification')
    expect(properties).not.toHaveProperty('TimeToLiveSpecification')
  })
})

describe('the stack', () => {
  it('is protected from termination, but for the stage of the development', () => {
    expect(synthesise('prod', production).stack.terminationProtection).toBe(true)
    expect(synthesise().stack.terminationProtection).toBe(false)
  })

  it('names no partition of AWS, with all that a stage may ask for', () => {
    const rollout = 'Linear10PercentEvery1Minute'
    const whole = synthesise('dev', { rollout, traces: true, customerManagedKey: true })
    for (const one of [template, whole.template, whole.live]) {
      expect(JSON.stringify(one.toJSON())).not.toContain('arn:aws:')
    }
  })

  it('keeps nothing of a failed first deployment that has a fixed name', () => {
    const named = Object.values(deployed.toJSON().Resources).filter((one: unknown) =>
      /"(?:Name|BucketName|LogGroupName|TableName)":"/.test(JSON.stringify(one)),
    )
    expect(JSON.stringify(named)).not.toContain('"DeletionPolicy":"Retain"')
  })
})

describe('a stage on an existing table', () => {
  const streamArn =
    'arn:aws:dynamodb:ap-northeast-2:123456789012:table/restored/stream/2026-01-01T00:00:00.000'
  const { template: restored } = synthesise('prod', { ...production, table: { name: 'restored', streamArn } })

  it('makes none, and its functions and listeners use that one', () => {
    // The ledger of erasures is the stage's own, and no restore touches it.
    const [ledger, ...others] = propertiesOf(restored, 'AWS::DynamoDB::GlobalTable')
    expect([ledger?.GlobalSecondaryIndexes, others]).toEqual([undefined, []])
    const tables = propertiesOf(restored, 'AWS::Lambda::Function').flatMap(
      ({ Environment }) => Environment.Variables.IEUM_TABLE ?? [],
    )
    expect(new Set(tables)).toEqual(new Set(['restored']))
    for (const mapping of propertiesOf(restored, 'AWS::Lambda::EventSourceMapping')) {
      expect(mapping.EventSourceArn).toBe(streamArn)
    }
  })

  it('grants its functions that table and its index alone', () => {
    const policies = JSON.stringify(propertiesOf(restored, 'AWS::IAM::Role').map(({ Policies }) => Policies))
    expect(policies).toContain(':table/restored"')
    expect(policies).toContain(`:table/restored/index/${table.dueIndex.name}`)
    expect(policies).toContain(streamArn)
  })
})

describe('the secrets', () => {
  it('are two for the stage, start empty, and outlive the stack', () => {
    const secrets = propertiesOf(template, 'AWS::SecretsManager::Secret')
    expect(secrets.map(({ Name }) => Name).toSorted()).toEqual(['ieum/dev/keys', 'ieum/dev/lookup'])
    template.allResources('AWS::SecretsManager::Secret', retainedOnceMade)
    for (const properties of secrets) {
      expect(properties).not.toHaveProperty('SecretString')
      expect(properties).not.toHaveProperty('GenerateSecretString')
    }
  })
})

describe('mail', () => {
  it('comes from the domain of the configured address, and only by TLS', () => {
    deployed.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'example.com' })
    deployed.hasResourceProperties('AWS::SES::ConfigurationSet', {
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      ReputationOptions: { ReputationMetricsEnabled: true },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    })
  })

  it('always uses the configuration set', () => {
    const [setId] = Object.keys(template.findResources('AWS::SES::ConfigurationSet'))
    template.hasResourceProperties('AWS::SES::EmailIdentity', {
      ConfigurationSetAttributes: { ConfigurationSetName: { Ref: setId } },
    })
  })

  it('of an existing identity does not change that identity: each mail names the set', () => {
    const mail = { ...production.mail, identity: 'existing' }
    const { template: borrowed } = synthesise('prod', { ...production, mail })
    borrowed.resourceCountIs('AWS::SES::EmailIdentity', 0)
    expect(Object.keys(borrowed.findOutputs('*')).filter((id) => id.includes('DkimRecord'))).toEqual([])
    const [setId] = Object.keys(borrowed.findResources('AWS::SES::ConfigurationSet'))
    const told = propertiesOf(borrowed, 'AWS::Lambda::Function').flatMap(
      ({ Environment }) => Environment.Variables.IEUM_MAIL_CONFIGURATION_SET ?? [],
    )
    expect(told).toEqual(
      Object.values<Listener>(listeners).flatMap(({ touches }) => (touches.sends ? [{ Ref: setId }] : [])),
    )
  })

  it('goes on from that domain for other senders, when the stage ends or takes an existing identity', () => {
    deployed.hasResource('AWS::SES::EmailIdentity', retainedOnceMade)
  })

  it('lists the DNS records that make it trustworthy', () => {
    expect(Object.keys(template.findOutputs('*')).filter((id) => id.includes('DkimRecord'))).toHaveLength(3)
  })
})

describe('the bucket of uploads', () => {
  const [bucket] = propertiesOf(deployed, 'AWS::S3::Bucket')
  const { template: shop } = synthesise('prod', {
    ...production,
    clients: [
      {
        id: 'web',
        type: 'web',
        redirectUris: [],
        origins: ['https://shop.example', 'https://m.shop.example'],
      },
      { id: 'app', type: 'mobile', redirectUris: [] },
    ],
  })

  it('is private, encrypted, accepts only TLS, and outlives the stack', () => {
    expect(bucket).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    })
    const [policy] = propertiesOf(deployed, 'AWS::S3::BucketPolicy')
    const denied = policy.PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Deny',
    )
    expect(denied.map(({ Condition }: { Condition: unknown }) => Condition)).toEqual([
      { Bool: { 'aws:SecureTransport': 'false' } },
      { NumericLessThan: { 's3:TlsVersion': 1.2 } },
    ])
    expect(policy.PolicyDocument.Statement).toHaveLength(denied.length)
    deployed.hasResource('AWS::S3::Bucket', retainedOnceMade)
  })

  it('deletes unkept files', () => {
    expect(bucket.LifecycleConfiguration.Rules).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          Status: 'Enabled',
          ExpirationInDays: 1,
          TagFilters: [{ Key: 'state', Value: 'pending' }],
        }),
      ]),
    )
  })

  it('accepts forms only from the pages of the clients', () => {
    const [{ CorsConfiguration }] = propertiesOf(shop, 'AWS::S3::Bucket')
    expect(CorsConfiguration.CorsRules).toEqual([
      expect.objectContaining({
        AllowedMethods: ['POST'],
        AllowedOrigins: ['https://shop.example', 'https://m.shop.example'],
      }),
    ])
    expect(bucket).not.toHaveProperty('CorsConfiguration')
  })
})

describe('alarms', () => {
  const alarms = propertiesOf(deployed, 'AWS::CloudWatch::Alarm')

  it('watch errors and throttles of every function', () => {
    for (const metric of ['Errors', 'Throttles']) {
      expect(alarms.filter(({ MetricName }) => MetricName === metric)).toHaveLength(
        Object.keys({ ...routes, ...jobs, ...listeners, ...subscribers }).length,
      )
    }
  })

  it('watch server errors of the API, throttles of the table, and bounces and complaints of mails', () => {
    const names = alarms.map(({ MetricName }) => MetricName)
    expect(names).toEqual(
      expect.arrayContaining(['5xx', 'Reputation.BounceRate', 'Reputation.ComplaintRate']),
    )
    expect(
      alarms.filter(({ Metrics }) => JSON.stringify(Metrics ?? '').includes('ThrottledRequests')),
    ).toHaveLength(1)
  })

  it('cost what the page about deploying says, 0.10 dollars for each metric that they watch', () => {
    const page = readFileSync('docs/deploy.md', 'utf8')
    const gradual = propertiesOf(live, 'AWS::CloudWatch::Alarm')
    for (const those of [alarms, gradual]) {
      const watched = those.flatMap(
        ({ Metrics }) => Metrics?.filter((one: Watched) => one.MetricStat !== undefined) ?? [undefined],
      )
      expect(page).toContain(`${(0.1 * watched.length).toFixed(2)} dollars`)
    }
  })

  it('may be published by CloudWatch of this account, since the policy of TLS takes the place of the implied one', () => {
    const [statement] = propertiesOf(deployed, 'AWS::SNS::TopicPolicy')
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(
        ({ Effect, Principal }) => Effect === 'Allow' && Principal.Service === 'cloudwatch.amazonaws.com',
      )
    expect(statement).toMatchObject({
      Action: 'sns:Publish',
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    })
  })

  it('each name a section of the runbook, and each section has an alarm', () => {
    const page = readFileSync('docs/operate.md', 'utf8')
    const runbook = page.slice(page.indexOf('\n## Alarms'), page.indexOf('\n## When a service'))
    const sections = [...runbook.matchAll(/^### (.+)$/gm)].map(
      ([, title = '']) => `docs/operate.md#${title.toLowerCase().replaceAll(' ', '-')}`,
    )
    const hooked = propertiesOf(
      synthesise('dev', { hooks: 'lib/hooks/hooks.ts' }).template,
      'AWS::CloudWatch::Alarm',
    )
    const app = new Stack(quickApp(), 'signing')
    const signedWith = Secret.fromSecretNameV2(app, 'Crm', 'crm')
    new Ieum(app, 'Members', {
      stage: 'stages/example.json',
      webhook: { endpoint: 'https://crm.example.com', signedWith },
    })
    const signing = propertiesOf(Template.fromStack(app), 'AWS::CloudWatch::Alarm')
    const gradual = propertiesOf(live, 'AWS::CloudWatch::Alarm')
    const named = new Set(
      [...alarms, ...gradual, ...hooked, ...signing].map(({ AlarmDescription }) => AlarmDescription),
    )
    expect([...named].toSorted()).toEqual(sections.toSorted())
  })

  it('watch metrics of ours that a log line of this stage really has', () => {
    vi.stubEnv('IEUM_STAGE', 'prod')
    const lines = [
      { ...metricsOf({ route: 'password-login', outcome: 'signed_in' }) },
      ...['not_revocable', 'rows_unreadable', 'events_unreadable', 'erasure_failed'].map((event) => ({
        event,
        ...reported(),
      })),
      { overdueSeconds: 1, ...overdue() },
    ]
    vi.unstubAllEnvs()
    const written = lines.flatMap((line) => {
      const values: Readonly<Record<string, unknown>> = line
      return line._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
        Dimensions.flatMap((names) =>
          Metrics.map(({ Name }) => ({
            MetricName: Name,
            Dimensions: names.map((name) => ({ Name: name, Value: values[name] })).toSorted(byName),
          })),
        ),
      )
    })
    const watched = alarms
      .flatMap(
        ({ Metrics, ...alarm }) =>
          Metrics?.flatMap((one: Watched) => one.MetricStat?.Metric ?? []) ?? [alarm],
      )
      .filter(({ Namespace }) => Namespace === 'ieum')
    expect(watched.map(({ MetricName }) => MetricName).toSorted()).toEqual([
      'overdueSeconds',
      'reports',
      'reports',
      'reports',
      'reports',
      'signInAttempts',
      'signIns',
    ])
    for (const { MetricName, Dimensions } of watched) {
      expect(written).toContainEqual({ MetricName, Dimensions: Dimensions.toSorted(byName) })
    }
  })

  it('notice a job that nobody calls: missing calls are a fault', () => {
    const silent = alarms.filter(({ MetricName }) => MetricName === 'Invocations')
    expect(silent).toHaveLength(
      Object.values<object>({ ...jobs, ...listeners }).filter((one) => 'everyMinutes' in one).length,
    )
    for (const alarm of silent) {
      expect(alarm).toMatchObject({
        TreatMissingData: 'breaching',
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
      })
    }
  })

  it('notice that many try to sign in and nobody gets in', () => {
    const [stopped] = alarms.filter(({ Metrics }) => JSON.stringify(Metrics ?? '').includes('signIns < 1'))
    expect(stopped).toMatchObject({ Threshold: 1, EvaluationPeriods: 2 })
  })

  it('all reach the operator', () => {
    const topic = Object.keys(deployed.findResources('AWS::SNS::Topic')).find((id) => id.startsWith('Alarms'))
    expect(alarms.filter(({ AlarmActions }) => AlarmActions?.[0].Ref !== topic)).toEqual([])
    deployed.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'watch@example.com',
    })
  })
})

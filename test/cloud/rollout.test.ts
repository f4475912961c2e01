import { describe, expect, it } from 'vitest'
import { jobs } from '../../lib/routes/jobs.ts'
import { listeners } from '../../lib/routes/listeners.ts'
import { routes } from '../../lib/routes/routes.ts'
import { subscribers } from '../../lib/routes/subscribers.ts'
import { production, propertiesOf, synthesise } from './synth.ts'

const { template, live } = synthesise()
const { template: deployed, live: gradual } = synthesise('prod', production)
const doors = Object.keys(routes)
const behind = Object.keys({ ...jobs, ...listeners, ...subscribers })

/** The quotas of CloudFormation, of which a stack of ours takes nine tenths at most: an app has resources of its own. */
const quotas = { Resources: 500, Parameters: 200, Outputs: 200 } as const

describe('the stacks of a stage', () => {
  it.each([
    ['the stage itself', template],
    ['the aliases of its doors', live],
    ['a stage with gradual deployments', deployed],
    ['their aliases and groups', gradual],
  ])('keep room below the quotas of CloudFormation: %s', (_, one) => {
    const parts: Readonly<Record<string, object>> = one.toJSON()
    for (const [part, quota] of Object.entries(quotas)) {
      expect(Object.keys(parts[part] ?? {}).length, part).toBeLessThan(0.9 * quota)
    }
  })
})

describe('the alias "live"', () => {
  it('is one for every function, on the version of this deployment', () => {
    for (const [one, count] of [
      [live, doors.length],
      [template, behind.length],
    ] as const) {
      const aliases = propertiesOf(one, 'AWS::Lambda::Alias')
      expect(aliases.map(({ Name }) => Name)).toEqual(Array.from({ length: count }, () => 'live'))
    }
    template.resourceCountIs('AWS::Lambda::Version', doors.length + behind.length)
  })

  it('is what schedules, the stream and the topic call, and what they may call', () => {
    const targets = propertiesOf(template, 'AWS::Events::Rule').map(({ Targets }) => Targets[0].Arn.Ref)
    const [topic] = propertiesOf(template, 'AWS::SNS::Subscription').filter(
      ({ Protocol }) => Protocol === 'lambda',
    )
    const aliases = Object.keys(template.findResources('AWS::Lambda::Alias'))
    for (const called of [...targets, topic.Endpoint.Ref]) expect(aliases).toContain(called)
    for (const { FunctionName } of propertiesOf(template, 'AWS::Lambda::EventSourceMapping')) {
      expect(FunctionName['Fn::Join'][1][1]).toBe(':live')
    }
    const callable = propertiesOf(template, 'AWS::Lambda::Permission').map(
      ({ FunctionName }) => FunctionName.Ref,
    )
    expect(callable.toSorted()).toEqual([...targets, topic.Endpoint.Ref].toSorted())
    for (const { Qualifier } of propertiesOf(template, 'AWS::Lambda::EventInvokeConfig')) {
      expect(JSON.stringify(Qualifier)).toContain('Live')
    }
  })

  it('of a door may be called by this API alone, and no function may be called without its alias', () => {
    const permissions = propertiesOf(live, 'AWS::Lambda::Permission')
    const aliases = Object.keys(live.findResources('AWS::Lambda::Alias'))
    expect(permissions.map(({ FunctionName }) => FunctionName.Ref).toSorted()).toEqual(aliases.toSorted())
    for (const { Principal, SourceArn } of permissions) {
      expect(Principal).toBe('apigateway.amazonaws.com')
      expect(JSON.stringify(SourceArn)).toContain('AddressApi')
    }
  })

  it('moves at once on a stage without a rollout', () => {
    live.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0)
    live.resourceCountIs('AWS::CloudWatch::Alarm', 0)
    expect(JSON.stringify(live.findResources('AWS::Lambda::Alias'))).not.toContain('UpdatePolicy')
  })
})

describe('a gradual deployment', () => {
  const groups = gradual.findResources('AWS::CodeDeploy::DeploymentGroup')
  const alarms = gradual.findResources('AWS::CloudWatch::Alarm')

  it('moves each door by a group of its own, since a group deploys one thing at a time', () => {
    const used = Object.values(gradual.findResources('AWS::Lambda::Alias')).map(
      (alias) => alias['UpdatePolicy'].CodeDeployLambdaAliasUpdate.DeploymentGroupName.Ref,
    )
    expect(used.toSorted()).toEqual(Object.keys(groups).toSorted())
    expect(used).toHaveLength(doors.length)
  })

  it('is as fast as the stage says, and goes back on the alarm of its door', () => {
    const watched = Object.values(groups).map(({ Properties }) => {
      expect(Properties).toMatchObject({
        DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
        AlarmConfiguration: { Enabled: true },
        AutoRollbackConfiguration: {
          Enabled: true,
          Events: expect.arrayContaining(['DEPLOYMENT_STOP_ON_ALARM']),
        },
      })
      expect(Properties.AlarmConfiguration.IgnorePollAlarmFailure ?? false).toBe(false)
      return Properties.AlarmConfiguration.Alarms.map(({ Name }: { Name: { Ref: string } }) => Name.Ref)
    })
    expect(watched.flat().toSorted()).toEqual(Object.keys(alarms).toSorted())
  })

  it('is watched minute by minute, and by the faults of the new version alone', () => {
    const aliases = gradual.findResources('AWS::Lambda::Alias')
    const versions = Object.values(aliases).map(({ Properties }) =>
      JSON.stringify(Properties.FunctionVersion),
    )
    for (const { Properties } of Object.values(alarms)) {
      expect(Properties).toMatchObject({
        EvaluationPeriods: 1,
        Threshold: 1,
        TreatMissingData: 'notBreaching',
      })
      const [, ...metrics] = Properties.Metrics
      expect(metrics.map((one: Watching) => one.MetricStat.Period)).toEqual([60, 60])
      const named = metrics.map((one: Watching) =>
        one.MetricStat.Metric.Dimensions.find(({ Name }) => /version/i.test(Name)),
      )
      expect(named.map((one: Dimension) => one.Name)).toEqual(['ExecutedVersion', 'version'])
      for (const { Value } of named) expect(versions).toContain(JSON.stringify(Value))
    }
  })

  it('gives CodeDeploy the aliases of the doors and the reading of alarms, and no policy of AWS', () => {
    const [role] = propertiesOf(gradual, 'AWS::IAM::Role')
    expect(role).not.toHaveProperty('ManagedPolicyArns')
    const [{ PolicyDocument }] = role.Policies
    const [moving, asking, watching, ...rest] = PolicyDocument.Statement
    expect(rest).toEqual([])
    expect(moving.Action).toEqual(['lambda:GetAlias', 'lambda:UpdateAlias'])
    expect(asking.Action).toBe('lambda:GetProvisionedConcurrencyConfig')
    const functions = moving.Resource.filter((one: object) => 'Ref' in one)
    const qualified = (qualifier: string) =>
      functions.map((one: object) => ({ 'Fn::Join': ['', [one, `:${qualifier}`]] }))
    expect(functions).toHaveLength(doors.length)
    expect(moving.Resource.filter((one: object) => !('Ref' in one))).toEqual(qualified('live'))
    expect(asking.Resource).toEqual(qualified('*'))
    expect(JSON.stringify(moving.Resource)).not.toMatch(/sweep|courier|publish/)
    expect(watching).toMatchObject({ Action: 'cloudwatch:DescribeAlarms', Resource: '*' })
    gradual.resourceCountIs('AWS::IAM::Role', 1)
    gradual.resourceCountIs('AWS::IAM::Policy', 0)
  })
})

interface Dimension {
  readonly Name: string
  readonly Value: unknown
}

interface Watching {
  readonly MetricStat: {
    readonly Period: number
    readonly Metric: { readonly Dimensions: readonly Dimension[] }
  }
}

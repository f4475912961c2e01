import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CfnOutput, SecretValue, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { describe, expect, it } from 'vitest'
import { Ieum } from '../../lib/cloud/ieum.ts'
import { IeumStack } from '../../lib/cloud/ieum-stack.ts'
import { deployedStage } from '../../lib/cloud/stage/deployed-stage.ts'
import type { Webhook } from '../../lib/cloud/webhooks/webhook-target.ts'
import { readStageFile } from '../../lib/config/stage-file.ts'
import { jobs } from '../../lib/routes/jobs.ts'
import { listeners } from '../../lib/routes/listeners.ts'
import { routes } from '../../lib/routes/routes.ts'
import { subscribers } from '../../lib/routes/subscribers.ts'
import { propertiesOf, quickApp, synthesise } from './synth.ts'

/** What must never get another id, since CloudFormation would make a new one: what holds data or has an address. */
const lasting = [
  'AWS::ApiGatewayV2::Api',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Events::EventBus',
  'AWS::S3::Bucket',
  'AWS::SES::EmailIdentity',
  'AWS::SecretsManager::Secret',
]

const typesOf = (template: Template): readonly string[] =>
  Object.values<{ readonly Type: string }>(template.toJSON().Resources)
    .map(({ Type }) => Type)
    .toSorted()

describe('the stack of a stage', () => {
  it('calls what lasts as the first release did', () => {
    const { template } = synthesise()
    expect(lasting.flatMap((type) => Object.keys(template.findResources(type)))).toEqual([
      'AddressApiA5CD355C',
      'MembersFEE56442',
      'ErasureLedger791B9DFD',
      'EventsBus45DE4339',
      'Uploads4F6EB0FD',
      'MailIdentity4EC7C521',
      'Keys4E30B592',
      'LookupC0159C21',
    ])
  })
})

describe("the construct in somebody else's stack", () => {
  const stack = new Stack(quickApp(), 'shop')
  const ieum = new Ieum(stack, 'Members', { stage: 'stages/example.json' })
  new CfnOutput(stack, 'Api', { value: ieum.origin })
  const template = Template.fromStack(stack)

  it('makes what the stack of the stage makes', () => {
    const stage = deployedStage('example', readStageFile('example'))
    expect(typesOf(template)).toEqual(
      typesOf(Template.fromStack(new IeumStack(quickApp(), 'own', { stage }))),
    )
  })

  it('has the name of its file as the name of the stage', () => {
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      Name: 'ieum/example/keys',
      Tags: [{ Key: 'ieum:stage', Value: 'example' }],
    })
  })

  it('gives the stack its table, API, bus, alarms and every function', () => {
    expect(ieum.origin).toBe('https://auth.shop.example')
    for (const resource of [ieum.table, ieum.api, ieum.bus, ieum.topics.alarms]) {
      expect(Stack.of(resource)).toBe(stack)
    }
    expect([...ieum.functions.keys()].toSorted()).toEqual(
      Object.keys({ ...routes, ...jobs, ...listeners, ...subscribers }).toSorted(),
    )
  })

  it('takes hooks of its own in the place of those that the file names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ieum-hooks-'))
    const file = join(folder, 'hooks.ts')
    writeFileSync(file, "export default { tokenClaims: () => ({ tier: 'gold' }) }")
    const app = quickApp()
    new Ieum(new Stack(app, 'hooked'), 'Members', { stage: 'stages/example.json', hooks: file })
    const laid = readdirSync(app.outdir).filter((name) => /^hooks\..*\.cjs$/.test(name))
    expect(laid.map((name) => readFileSync(join(app.outdir, name), 'utf8')).join()).toContain('gold')
    rmSync(folder, { recursive: true })
  })

  it('names the functions that call a hook', () => {
    const at = (hook: Parameters<Ieum['functionsCalling']>[0]) => ieum.functionsCalling(hook)
    const of = (...ids: readonly Parameters<Ieum['functions']['get']>[0][]) =>
      ids.map((id) => ieum.functions.get(id))
    expect(at('sms')).toEqual(of('courier'))
    expect(at('beforeLink')).toEqual(of('callback', 'token', 'link'))
  })

  it('says what to give where the stage or the hooks are missing', () => {
    const made = (...props: readonly object[]) =>
      Reflect.construct(Ieum, [new Stack(quickApp(), 'bare'), 'Members', ...props])
    for (const props of [[], [{}]]) expect(() => made(...props)).toThrow("{ stage: 'stages/prod.json' }")
    const hooks = './hoks.ts'
    expect(() => made({ stage: 'stages/example.json', hooks })).toThrow(
      /^hooks of .* is "\.\/hoks\.ts"; allowed is the path of a module that is there/,
    )
  })

  it('refuses a file that is not there, also one of a name that ieum itself has', () => {
    expect(() => new Ieum(stack, 'Other', { stage: 'nowhere/dev.json' })).toThrow(
      'nowhere/dev.json: cannot be read',
    )
  })

  it('lets a role read members by the service routes, and another act on them', () => {
    const other = new Stack(quickApp(), 'granting')
    const granting = new Ieum(other, 'Members', { stage: 'stages/example.json' })
    const role = (id: string) =>
      new Role(other, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    granting.grantReadMembers(role('Reader'))
    granting.grantManageMembers(role('Support'))
    const policies = propertiesOf(Template.fromStack(other), 'AWS::IAM::Policy').map((one) =>
      JSON.stringify(one),
    )
    expect(policies).toHaveLength(2)
    expect(policies[0]).toContain('/$default/GET/service/members/*')
    expect(policies[1]).toContain('/$default/*/service/members/*')
    for (const policy of policies) expect(policy).toContain('"execute-api:Invoke"')
  })
})

describe('a webhook', () => {
  const endpoint = 'https://crm.shop.example/members'
  const withWebhook = (webhook: Webhook) => {
    const other = new Stack(quickApp(), 'hearing')
    new Ieum(other, 'Members', { stage: 'stages/example.json', webhook })
    return Template.fromStack(other)
  }

  it('gets the events that it asks for, and is known by a secret', () => {
    const hearing = withWebhook({
      endpoint,
      authorization: SecretValue.secretsManager('crm'),
      types: ['member.erased'],
    })
    hearing.hasResourceProperties('AWS::Events::ApiDestination', { InvocationEndpoint: endpoint })
    hearing.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['ieum'], 'detail-type': ['member.erased'] },
    })
    const [connection] = propertiesOf(hearing, 'AWS::Events::Connection')
    expect(connection.AuthParameters.ApiKeyAuthParameters).toMatchObject({
      ApiKeyName: 'Authorization',
      ApiKeyValue: expect.stringContaining('resolve:secretsmanager:crm'),
    })
  })

  it('leaves what it never took in a queue with an alarm', () => {
    const hearing = withWebhook({ endpoint, authorization: SecretValue.secretsManager('crm') })
    const queue = Object.keys(hearing.findResources('AWS::SQS::Queue')).find((id) => id.includes('Webhook'))
    const [rule] = propertiesOf(hearing, 'AWS::Events::Rule').filter(({ EventPattern }) => EventPattern)
    expect(rule.Targets[0].DeadLetterConfig.Arn['Fn::GetAtt'][0]).toBe(queue)
    const watched = propertiesOf(hearing, 'AWS::CloudWatch::Alarm').flatMap(
      ({ Dimensions = [] }) => Dimensions,
    )
    expect(JSON.stringify(watched)).toContain(queue)
  })

  it('signed by a secret has a function that reads this secret alone, and a day of attempts', () => {
    const stack = new Stack(quickApp(), 'signing')
    const signedWith = Secret.fromSecretNameV2(stack, 'Crm', 'crm')
    const ieum = new Ieum(stack, 'Members', {
      stage: 'stages/example.json',
      webhook: { endpoint, signedWith, types: ['member.erased', 'member.merged'] },
    })
    const signing = Template.fromStack(stack)
    expect(ieum.functions.has('webhook-deliveries')).toBe(true)
    const [poster] = propertiesOf(signing, 'AWS::Lambda::Function').filter(
      ({ Environment }) => 'IEUM_WEBHOOK_ENDPOINT' in Environment.Variables,
    )
    expect(poster.Environment.Variables.IEUM_WEBHOOK_ENDPOINT).toBe(endpoint)
    const [policy] = propertiesOf(signing, 'AWS::IAM::Policy')
    expect(JSON.stringify(policy.PolicyDocument)).toContain('secret:crm')
    expect(JSON.stringify(policy.PolicyDocument)).not.toMatch(/dynamodb|ses:|Keys|Lookup/)
    const [queue] = propertiesOf(signing, 'AWS::SQS::Queue').filter(({ RedrivePolicy }) => RedrivePolicy)
    expect(queue).toMatchObject({ VisibilityTimeout: 180, RedrivePolicy: { maxReceiveCount: 480 } })
    expect(poster.Timeout * 6).toBeLessThanOrEqual(queue.VisibilityTimeout)
    signing.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['ieum'], 'detail-type': ['member.erased', 'member.merged'] },
    })
    signing.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    })
    const watched = propertiesOf(signing, 'AWS::CloudWatch::Alarm').map(
      ({ AlarmDescription, MetricName }) => `${AlarmDescription} ${MetricName}`,
    )
    expect(watched).toContain('docs/operate.md#a-webhook-fails webhookFailures')
    const failures = Object.keys(signing.findResources('AWS::SQS::Queue')).filter((id) =>
      id.startsWith('MembersWebhookFailed'),
    )
    expect(failures).toHaveLength(1)
    expect(JSON.stringify(propertiesOf(signing, 'AWS::CloudWatch::Alarm'))).toContain(failures[0])
  })

  it('is refused with nothing that the service knows it by, and with two such things', () => {
    const authorization = SecretValue.secretsManager('crm')
    const stack = new Stack(quickApp(), 'refused')
    const signedWith = Secret.fromSecretNameV2(stack, 'Crm', 'crm')
    for (const webhook of [{ endpoint }, { endpoint, authorization, signedWith }]) {
      expect(() => withWebhook(webhook)).toThrow('webhook takes one of signedWith and authorization')
    }
  })

  it('is refused with a type that no event has, and with an empty list, since nothing would ever come', () => {
    const authorization = SecretValue.secretsManager('crm')
    const typed: readonly string[] = ['member.erased', 'member.joined']
    expect(() => withWebhook({ endpoint, authorization, types: typed })).toThrow(
      'webhook.types holds member.joined; allowed are member.registered, ',
    )
    expect(() => withWebhook({ endpoint, authorization, types: [] })).toThrow('webhook.types is empty')
  })

  it('is refused without TLS', () => {
    const plain = { endpoint: 'http://crm.shop.example', authorization: SecretValue.secretsManager('crm') }
    expect(() => withWebhook(plain)).toThrow('allowed is https')
  })
})

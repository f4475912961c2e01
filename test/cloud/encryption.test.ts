import { Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { describe, expect, it } from 'vitest'
import { Ieum } from '../../lib/cloud/ieum.ts'
import { production, propertiesOf, quickApp, stageNamed, synthesise } from './synth.ts'

const { template: deployed } = synthesise('prod', production)
const own = { ...production, customerManagedKey: true }
const { template } = synthesise('prod', own)
const [keyId = ''] = Object.keys(template.findResources('AWS::KMS::Key'))
const key = { 'Fn::GetAtt': [keyId, 'Arn'] }

interface Statement {
  readonly Action: string | readonly string[]
  readonly Resource: unknown
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, unknown>> }
}

/** What each role may do with the key, as `actions via services`, by the name of its function. */
function usesOfKey(): ReadonlyMap<string, readonly string[]> {
  const roles = Object.entries(template.findResources('AWS::IAM::Role'))
  return new Map(
    roles.map(([id, { Properties }]) => {
      const statements: readonly Statement[] = Properties.Policies[0].PolicyDocument.Statement
      const ofKey = statements.filter(({ Resource }) => JSON.stringify(Resource) === JSON.stringify(key))
      return [
        id.replace(/(?:Job|Listener|Subscriber)?Role.*/, ''),
        ofKey.map(({ Action, Condition }) => {
          const services = JSON.stringify(Condition?.StringEquals?.['kms:ViaService']).matchAll(
            /(\w+)\.",\{/g,
          )
          return `${[Action].flat().join(' ')} via ${[...services].map(([, name]) => name).join(' ')}`
        }),
      ] as const
    }),
  )
}

describe("a stage's own key", () => {
  it('is none unless the stage asks for one', () => {
    deployed.resourceCountIs('AWS::KMS::Key', 0)
    expect(JSON.stringify(deployed.toJSON())).not.toContain('kms')
  })

  it('is renewed every year, and outlives the stack but not a failed first deployment', () => {
    template.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { EnableKeyRotation: true },
    })
  })

  it('may be used by whom IAM lets', () => {
    const [{ KeyPolicy }] = propertiesOf(template, 'AWS::KMS::Key')
    expect(JSON.stringify(KeyPolicy.Statement[0].Principal)).toContain(':root')
  })

  it('may be used by the services that write into topics and queues, for resources of this account alone', () => {
    const [{ KeyPolicy }] = propertiesOf(template, 'AWS::KMS::Key')
    const [, ...writers] = KeyPolicy.Statement
    const account = { Ref: 'AWS::AccountId' }
    const ownArn = (service: string, name: string) => ({
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, `:${service}:`, { Ref: 'AWS::Region' }, ':', account, `:${name}`],
      ],
    })
    const topics = ownArn('sns', '*')
    const conditions = {
      cloudwatch: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': ownArn('cloudwatch', 'alarm:*') },
      },
      sns: { ArnLike: { 'aws:SourceArn': topics } },
      events: { StringEquals: { 'aws:SourceAccount': account } },
      ses: { StringLike: { 'kms:EncryptionContext:aws:sns:topicArn': topics } },
    }
    expect(writers).toEqual(
      Object.entries(conditions).map(([name, Condition]) => ({
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Effect: 'Allow',
        Principal: { Service: `${name}.amazonaws.com` },
        Resource: '*',
        Condition,
      })),
    )
  })

  it('closes the table, both secrets, the uploads, every queue and every topic', () => {
    const [{ SSESpecification, Replicas }] = propertiesOf(template, 'AWS::DynamoDB::GlobalTable')
    expect(SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' })
    expect(Replicas[0].SSESpecification.KMSMasterKeyId).toEqual(key)
    const keysOf = (type: string, name: string) => propertiesOf(template, type).map((one) => one[name])
    expect(keysOf('AWS::SecretsManager::Secret', 'KmsKeyId')).toEqual([key, key])
    for (const [type, name] of [
      ['AWS::SQS::Queue', 'KmsMasterKeyId'],
      ['AWS::SNS::Topic', 'KmsMasterKeyId'],
    ] as const) {
      const keys = keysOf(type, name)
      expect(keys.length).toBeGreaterThan(2)
      expect(new Set(keys.map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify(key)]))
    }
    expect(JSON.stringify(template.findResources('AWS::SQS::Queue'))).not.toContain('SqsManagedSseEnabled')
    const [{ BucketEncryption }] = propertiesOf(template, 'AWS::S3::Bucket')
    expect(BucketEncryption.ServerSideEncryptionConfiguration).toEqual([
      {
        BucketKeyEnabled: true,
        ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
      },
    ])
  })

  it('is used by a function through the services that its route touches, and by no other way', () => {
    const opening = 'kms:Decrypt kms:GenerateDataKey via'
    const writing = 'kms:DescribeKey kms:Encrypt kms:ReEncryptFrom kms:ReEncryptTo via dynamodb'
    const uses = usesOfKey()
    expect([...uses].map(([id, use]) => (id === 'openapi' ? id : use.length > 0))).toEqual(
      [...uses].map(([id]) => (id === 'openapi' ? id : true)),
    )
    expect(uses.get('openapi')).toEqual([])
    expect(uses.get('login')).toEqual([`${opening} secretsmanager`])
    expect(uses.get('callback')).toEqual([`${opening} dynamodb secretsmanager`, writing])
    expect(uses.get('uploads')).toEqual([`${opening} dynamodb secretsmanager s3`, writing])
    expect(uses.get('sweep')).toEqual([`${opening} dynamodb secretsmanager sqs`, writing])
    expect(uses.get('publish')).toEqual([`${opening} dynamodb sqs`])
    expect(uses.get('courier')).toEqual([`${opening} dynamodb secretsmanager sqs sns`, writing])
  })

  it('closes the queues of a signed webhook too', () => {
    const stack = new Stack(quickApp(), 'signing')
    new Ieum(stack, 'Members', {
      stage: stageNamed('prod', own),
      webhook: {
        endpoint: 'https://crm.example.com',
        signedWith: Secret.fromSecretNameV2(stack, 'Crm', 'crm'),
      },
    })
    const queues = propertiesOf(Template.fromStack(stack), 'AWS::SQS::Queue')
    expect(queues.filter(({ KmsMasterKeyId }) => KmsMasterKeyId === undefined)).toEqual([])
  })
})

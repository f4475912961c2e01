import { CfnOutput, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { Ieum } from '../../lib/cloud/ieum.ts'
import { IeumStack } from '../../lib/cloud/ieum-stack.ts'
import { deployedStage } from '../../lib/cloud/stage/deployed-stage.ts'
import { readStageFile } from '../../lib/config/stage-file.ts'
import { jobs } from '../../lib/routes/jobs.ts'
import { listeners } from '../../lib/routes/listeners.ts'
import { routes } from '../../lib/routes/routes.ts'
import { quickApp, synthesise } from './synth.ts'

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
      Object.keys({ ...routes, ...jobs, ...listeners }).toSorted(),
    )
  })

  it('refuses a file that is not there, also one of a name that ieum itself has', () => {
    expect(() => new Ieum(stack, 'Other', { stage: 'nowhere/dev.json' })).toThrow(
      'nowhere/dev.json: cannot be read',
    )
  })
})

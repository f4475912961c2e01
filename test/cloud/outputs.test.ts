import { CfnOutput, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { FirewallStack } from '../../lib/cloud/edge/firewall-stack.ts'
import { Ieum } from '../../lib/cloud/ieum.ts'
import { production, quickApp, stageNamed, synthesise } from './synth.ts'

const { template } = synthesise('prod', { ...production, customerManagedKey: true })
const firewall = new FirewallStack(quickApp(), 'firewall', { stage: stageNamed('prod', production) })

describe('the outputs of a stage', () => {
  it('have the names that the pages call', () => {
    expect(Object.keys(template.findOutputs('*')).toSorted()).toEqual([
      'ApiId',
      'DkimRecord1',
      'DkimRecord2',
      'DkimRecord3',
      'DnsRecord',
      'EventBusName',
      'GatewayDnsRecord',
      'KeyArn',
      'KeysSecretName',
      'LedgerName',
      'LookupSecretName',
      'Origin',
      'TableName',
      'UploadBucketName',
    ])
  })

  it('say what they are, also the one of the firewall', () => {
    for (const one of [template, Template.fromStack(firewall)]) {
      for (const output of Object.values(one.findOutputs('*'))) {
        expect(output).toHaveProperty('Description', expect.stringMatching(/^(?:A|The) /))
      }
    }
  })

  it('tell the table of today, and the ledger, which no restore moves', () => {
    const streamArn =
      'arn:aws:dynamodb:ap-northeast-2:123456789012:table/restored/stream/2026-01-01T00:00:00.000'
    const restored = synthesise('prod', { ...production, table: { name: 'restored', streamArn } }).template
    expect(restored.findOutputs('TableName')).toMatchObject({ TableName: { Value: 'restored' } })
    expect(JSON.stringify(restored.findOutputs('LedgerName'))).toContain('{"Ref":"ErasureLedger')
  })

  it('are without the records of a host and the key where the stage has none', () => {
    const names = Object.keys(synthesise().template.findOutputs('*'))
    expect(names.filter((name) => /DnsRecord|KeyArn/.test(name))).toEqual([])
  })

  it("leave the names in somebody else's stack to that stack", () => {
    const stack = new Stack(quickApp(), 'shop')
    new Ieum(stack, 'Members', { stage: 'stages/example.json' })
    new CfnOutput(stack, 'TableName', { value: 'of the shop' })
    const names = Object.keys(Template.fromStack(stack).findOutputs('*'))
    expect(names).toContain('TableName')
    expect(names).toContainEqual(expect.stringMatching(/^MembersTableName\w{8}$/))
  })
})

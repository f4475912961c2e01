import { Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, it } from 'vitest'
import { FirewallStack } from '../../lib/cloud/edge/firewall-stack.ts'
import { production, propertiesOf, quickApp, stageNamed, synthesise } from './synth.ts'

const cloudFront = {
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/two',
  webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop/11111111-2222-3333-4444-555555555555',
  requestsPer5Minutes: 3_000,
  originSecret: 'OTHER_ORIGIN_SECRET',
  direct: 'refused',
}
const page = 'https://www.shop.example'
const clients = [{ id: 'web', type: 'web', redirectUris: [], origins: [page] }]
/** A stage with every option of its file. */
const everything = {
  ...production,
  clients,
  cloudFront,
  customerManagedKey: true,
  traces: true,
  hooks: 'lib/hooks/hooks.ts',
  throttles: { ...production.throttles, reservedConcurrency: { doors: 20, jobs: 5 } },
}
const { template, live, app } = synthesise('prod', everything)
const [{ DistributionConfig: distribution }] = propertiesOf(template, 'AWS::CloudFront::Distribution')
const policies = template.findResources('AWS::CloudFront::CachePolicy')

describe('a stage with every option', () => {
  it('keeps room below the quotas of CloudFormation, in both of its stacks', () => {
    for (const one of [template, live]) expect(Object.keys(one.toJSON().Resources).length).toBeLessThan(450)
  })

  it("has nothing unexplained by AWS's own rules", () => {
    expect(new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName)).toEqual(
      [],
    )
  })

  it('holds no secret in its template, which CloudFormation reads while it deploys', () => {
    expect(distribution.Origins).toEqual([
      expect.objectContaining({
        OriginCustomHeaders: [
          {
            HeaderName: 'X-Origin-Verify',
            HeaderValue: '{{resolve:secretsmanager:ieum/prod/keys:SecretString:OTHER_ORIGIN_SECRET::}}',
          },
        ],
        CustomOriginConfig: expect.objectContaining({
          OriginProtocolPolicy: 'https-only',
          OriginSSLProtocols: ['TLSv1.2'],
        }),
      }),
    ])
  })
})

describe('the distribution before a stage', () => {
  it('answers for the host by TLS alone, behind the web ACL', () => {
    expect(distribution).toMatchObject({
      Aliases: [{ Ref: Object.keys(template.findResources('AWS::ApiGatewayV2::DomainName'))[0] }],
      WebACLId: cloudFront.webAclArn,
      ViewerCertificate: {
        AcmCertificateArn: cloudFront.certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
      },
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'https-only' },
    })
  })

  it('tells the record that leads to it, and the one that leaves it', () => {
    const { DnsRecord, GatewayDnsRecord } = template.findOutputs('*')
    expect(JSON.stringify(DnsRecord)).toMatch(/ CNAME .*EdgeDistribution\w+","DomainName"/)
    expect(JSON.stringify(GatewayDnsRecord)).toMatch(/ CNAME .*AddressDomainName\w+","RegionalDomainName"/)
  })

  it("hands on the visitor's host, so that signatures hold, and address, so that limits count visitors", () => {
    const managed = '33f36d7e-f396-46d9-90e0-52428a34d9dc'
    const behaviors = [distribution.DefaultCacheBehavior, ...distribution.CacheBehaviors]
    expect(new Set(behaviors.map(({ OriginRequestPolicyId }) => OriginRequestPolicyId))).toEqual(
      new Set([managed]),
    )
  })

  it('keeps no response but the public documents, as long as these say, and for each page apart', () => {
    const never = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
    expect(distribution.DefaultCacheBehavior.CachePolicyId).toBe(never)
    expect(
      distribution.CacheBehaviors.map(({ PathPattern }: { PathPattern: string }) => PathPattern),
    ).toEqual(['/.well-known/*', '/openapi.json'])
    const [{ CachePolicyConfig }] = propertiesOf(template, 'AWS::CloudFront::CachePolicy')
    expect(CachePolicyConfig).toMatchObject({
      DefaultTTL: 0,
      MinTTL: 0,
      ParametersInCacheKeyAndForwardedToOrigin: { HeadersConfig: { Headers: ['Origin'] } },
    })
    for (const { CachePolicyId } of distribution.CacheBehaviors) {
      expect(Object.keys(policies)).toContain(CachePolicyId.Ref)
    }
  })

  it('gives the pages of the clients CORS for what the gateway answers itself, and changes nothing of a door', () => {
    const [{ ResponseHeadersPolicyConfig }] = propertiesOf(template, 'AWS::CloudFront::ResponseHeadersPolicy')
    expect(ResponseHeadersPolicyConfig.CorsConfig).toMatchObject({
      AccessControlAllowOrigins: { Items: [page] },
      AccessControlAllowCredentials: true,
      OriginOverride: false,
    })
  })

  it('is none unless the stage says so', () => {
    const { template: without } = synthesise('prod', production)
    without.resourceCountIs('AWS::CloudFront::Distribution', 0)
  })
})

describe('the firewall of a stage', () => {
  const stage = stageNamed('prod', everything)
  const stack = new FirewallStack(quickApp(), 'firewall', { stage })
  const [acl] = propertiesOf(Template.fromStack(stack), 'AWS::WAFv2::WebACL')

  it('stands in us-east-1 wherever the stage is, and tells its ARN', () => {
    expect(stack.region).toBe('us-east-1')
    expect(acl.Scope).toBe('CLOUDFRONT')
    expect(Object.keys(Template.fromStack(stack).findOutputs('*'))).toEqual(['WebAclArn'])
  })

  it('refuses an address that asks too often, by 429 as the doors do', () => {
    expect(acl.Rules[0]).toMatchObject({
      Statement: { RateBasedStatement: { Limit: 3_000, AggregateKeyType: 'IP', EvaluationWindowSec: 300 } },
      Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
    })
    expect(JSON.parse(acl.CustomResponseBodies.tooMany.Content)).toMatchObject({ code: 'too_many_requests' })
  })

  it('has the managed rules of AWS, and only counts by those that would refuse notices of providers', () => {
    const [, ...managed] = acl.Rules
    expect(managed.map(({ Name }: { Name: string }) => Name)).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
    ])
    expect(managed[2].Statement.ManagedRuleGroupStatement.RuleActionOverrides).toEqual(
      ['SizeRestrictions_BODY', 'NoUserAgent_HEADER', 'CrossSiteScripting_BODY'].map((Name) => ({
        Name,
        ActionToUse: { Count: {} },
      })),
    )
  })
})

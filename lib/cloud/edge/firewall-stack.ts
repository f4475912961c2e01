import { CfnOutput, Stack } from 'aws-cdk-lib'
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2'
import type { Construct } from 'constructs'
import type { DeployedStage } from '../stage/deployed-stage.ts'

/** The stage to protect. */
export interface FirewallStackProps {
  readonly stage: Pick<DeployedStage, 'name' | 'cloudFront'>
}

/** How many requests one address may make in five minutes. */
const defaultRequests = 2_000

/** The managed rules of AWS, with the rules that only count: they would refuse what providers and people rightly send. */
const managed = {
  AWSManagedRulesAmazonIpReputationList: [],
  AWSManagedRulesKnownBadInputsRuleSet: [],
  AWSManagedRulesCommonRuleSet: [
    // Attributes are longer than 8 KB with their JSON, and the doors refuse 32 KB.
    'SizeRestrictions_BODY',
    // Notices of providers come without the header.
    'NoUserAgent_HEADER',
    // No door shows what it was sent, and a name or password may look like a tag.
    'CrossSiteScripting_BODY',
  ],
} as const satisfies Record<string, readonly string[]>

const metric = (metricName: string) => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
  metricName,
})

/**
 * The web ACL of a stage's distribution, in a stack of its own: CloudFront takes one from us-east-1 alone, wherever the stage
 * is. Its ARN goes into the stage's file.
 */
export class FirewallStack extends Stack {
  constructor(scope: Construct, id: string, { stage }: FirewallStackProps) {
    super(scope, id, { env: { region: 'us-east-1' } })
    const limit = stage.cloudFront?.requestsPer5Minutes ?? defaultRequests
    const acl = new CfnWebACL(this, 'WebAcl', {
      description: `ieum ${stage.name}`,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: metric('requests'),
      customResponseBodies: { tooMany: { contentType: 'APPLICATION_JSON', content: tooMany } },
      rules: [floods(limit), ...Object.entries(managed).map(managedRule)],
    })
    new CfnOutput(this, 'WebAclArn', {
      value: acl.attrArn,
      description: "The web ACL, for cloudFront.webAclArn of the stage's file",
    })
  }
}

/** As ieum says it itself, but for the content type and CORS, which a web ACL cannot give. */
const tooMany = JSON.stringify({ title: 'Too many attempts', status: 429, code: 'too_many_requests' })

const floods = (limit: number): CfnWebACL.RuleProperty => ({
  name: 'floods',
  priority: 0,
  statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP', evaluationWindowSec: 300 } },
  action: {
    block: {
      customResponse: {
        responseCode: 429,
        customResponseBodyKey: 'tooMany',
        responseHeaders: [{ name: 'Retry-After', value: '300' }],
      },
    },
  },
  visibilityConfig: metric('floods'),
})

const managedRule = (
  [name, counting]: readonly [string, readonly string[]],
  index: number,
): CfnWebACL.RuleProperty => ({
  name,
  priority: index + 1,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: counting.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
  visibilityConfig: metric(name),
})

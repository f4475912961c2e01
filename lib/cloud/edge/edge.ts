import { Duration, SecretValue, Validations } from 'aws-cdk-lib'
import type { DomainName } from 'aws-cdk-lib/aws-apigatewayv2'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  type BehaviorOptions,
  CacheHeaderBehavior,
  CachePolicy,
  Distribution,
  HttpVersion,
  type IResponseHeadersPolicy,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { Construct } from 'constructs'
import { secretNamesOf } from '../../config/stage-name.ts'
import { defined } from '../../domain/values/defined.ts'
import { type DeployedStage, originsOf } from '../stage/deployed-stage.ts'

/** The stage, and the host of its API that the distribution calls. */
export interface EdgeProps {
  readonly stage: Pick<DeployedStage, 'name' | 'clients'>
  readonly settings: NonNullable<DeployedStage['cloudFront']>
  readonly host: DomainName
}

/** The documents that say in `Cache-Control` how long they may be kept. Nothing else is ever cached. */
const cachedPaths = ['/.well-known/*', '/openapi.json']

/**
 * The distribution before the API. It keeps the visitor's host, so signatures of callers (SigV4) stay true, and shows the
 * stage's origin secret, by which the doors know it. CloudFormation reads the secret while it deploys, so no template holds it.
 */
export class Edge extends Construct {
  /** The name of the distribution, to which the host's DNS record leads. */
  readonly domainName: string

  constructor(scope: Construct, id: string, { stage, settings, host }: EdgeProps) {
    super(scope, id)
    const origin = new HttpOrigin(host.regionalDomainName, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      customHeaders: { 'X-Origin-Verify': originSecret(stage.name, settings.originSecret) },
    })
    const behavior: BehaviorOptions = {
      origin,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // With the visitor's host, and the header that names the visitor's address.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_AND_CLOUDFRONT_2022,
      ...defined({ responseHeadersPolicy: this.#corsOfRefusals(originsOf(stage)) }),
    }
    const cached = { ...behavior, cachePolicy: this.#asTheOriginSays() }
    const distribution = new Distribution(this, 'Distribution', {
      comment: `ieum ${stage.name}`,
      domainNames: [host.name],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', settings.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: behavior,
      additionalBehaviors: Object.fromEntries(cachedPaths.map((path) => [path, cached])),
      ...(settings.webAclArn !== null && { webAclId: settings.webAclArn }),
    })
    acknowledge(distribution)
    this.domainName = distribution.distributionDomainName
  }

  /** Keeps what says so, apart for each page that asks, since the CORS headers name the page. */
  #asTheOriginSays(): CachePolicy {
    return new CachePolicy(this, 'Cached', {
      headerBehavior: CacheHeaderBehavior.allowList('Origin'),
      minTtl: Duration.seconds(0),
      // What says nothing is not kept.
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.days(1),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    })
  }

  /**
   * CORS headers for what the gateway answers itself, such as 429: the doors' own responses have theirs already. Nothing
   * for a stage without pages.
   */
  #corsOfRefusals(origins: readonly string[]): IResponseHeadersPolicy | undefined {
    if (origins.length === 0) return undefined
    return new ResponseHeadersPolicy(this, 'Refusals', {
      corsBehavior: {
        accessControlAllowOrigins: [...origins],
        accessControlAllowCredentials: true,
        accessControlAllowMethods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
        accessControlAllowHeaders: ['authorization', 'content-type', 'accept-language'],
        originOverride: false,
      },
    })
  }
}

const originSecret = (stageName: string, jsonField: string): string =>
  SecretValue.secretsManager(secretNamesOf(stageName).keys, { jsonField }).unsafeUnwrap()

function acknowledge(distribution: Distribution): void {
  Validations.of(distribution).acknowledge(
    { id: 'AwsSolutions-CFR1', reason: 'Members travel, and who may join is not decided by country.' },
    {
      id: 'AwsSolutions-CFR2',
      reason: 'The stage names its web ACL, which stands in us-east-1, or has none by choice.',
    },
    {
      id: 'AwsSolutions-CFR3',
      reason:
        'The gateway and the doors log each request without addresses, paths and queries, which may hold codes. A log ' +
        'of the distribution would hold them all.',
    },
  )
}

import { CfnOutput, Fn } from 'aws-cdk-lib'
import { DomainName, HttpApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import { Construct } from 'constructs'
import type { DeployedStage } from '../stage/deployed-stage.ts'

export interface ApiAddressProps {
  readonly stage: DeployedStage
}

/**
 * The API before it has doors, and where it is found. The functions must know their own origin, since it is in
 * callback addresses, tokens and mails, so this is made before them.
 */
export class ApiAddress extends Construct {
  readonly api: HttpApi
  readonly origin: string
  readonly domainName: DomainName | undefined

  constructor(scope: Construct, id: string, { stage }: ApiAddressProps) {
    super(scope, id)
    const ownHost = stage.certificateArn !== null
    this.api = new HttpApi(this, 'Api', {
      description: `ieum ${stage.name}: sign-in, sign-up and account linking`,
      createDefaultStage: false,
      // With a host of our own there is one way in, not two.
      disableExecuteApiEndpoint: ownHost,
    })
    this.origin = stage.origin ?? this.api.apiEndpoint
    this.domainName = this.#domainName(stage)
    new CfnOutput(this, 'Origin', { value: this.origin })
  }

  #domainName({ origin, certificateArn }: DeployedStage): DomainName | undefined {
    if (origin === null || certificateArn === null) return undefined
    const domainName = new DomainName(this, 'DomainName', {
      domainName: new URL(origin).hostname,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    })
    const target = Fn.join(' CNAME ', [domainName.name, domainName.regionalDomainName])
    new CfnOutput(this, 'DnsRecord', { value: target })
    return domainName
  }
}

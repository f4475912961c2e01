import { DomainName, HttpApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import { Construct } from 'constructs'
import type { DeployedStage } from '../stage/deployed-stage.ts'

/** The stage to serve. */
export interface ApiAddressProps {
  readonly stage: DeployedStage
}

/**
 * The API without its doors, and its origin. Functions need their own origin for callback URLs, tokens and
 * mails, so this construct comes first.
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
      // A stage with its own host has no second address.
      disableExecuteApiEndpoint: ownHost,
    })
    this.origin = stage.origin ?? this.api.apiEndpoint
    this.domainName = this.#domainName(stage)
  }

  #domainName({ origin, certificateArn }: DeployedStage): DomainName | undefined {
    if (origin === null || certificateArn === null) return undefined
    return new DomainName(this, 'DomainName', {
      domainName: new URL(origin).hostname,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    })
  }
}

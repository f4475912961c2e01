import {
  HttpIntegrationType,
  HttpRouteIntegration,
  type HttpRouteIntegrationConfig,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2'
import type { Alias } from 'aws-cdk-lib/aws-lambda'

/** What a route calls: the alias of a function. The alias lets the API call it, so this adds no permission. */
export class AliasIntegration extends HttpRouteIntegration {
  readonly #alias: Alias

  constructor(id: string, alias: Alias) {
    super(id)
    this.#alias = alias
  }

  override bind(): HttpRouteIntegrationConfig {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.#alias.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
    }
  }
}

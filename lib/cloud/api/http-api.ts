import { Validations } from 'aws-cdk-lib'
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  CfnStage,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import type { Alias } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { defined } from '../../domain/values/defined.ts'
import type { Route, RouteId } from '../../routes/routes.ts'
import type { DeployedStage } from '../stage/deployed-stage.ts'
import { AliasIntegration } from './alias-integration.ts'
import type { ApiAddress } from './api-address.ts'
import { type ApiDoor, apiDoors } from './api-doors.ts'
import { throttle } from './api-throttling.ts'

/** The API, its routes and what they call. */
export interface HttpDoorsProps {
  readonly address: ApiAddress
  readonly stage: DeployedStage
  readonly routes: readonly (Route & { readonly id: RouteId })[]
  readonly aliases: ReadonlyMap<RouteId, Alias>
  /** Handles requests without a door: our own problem replaces API Gateway's message. */
  readonly fallback: RouteId
}

/**
 * The routes of the API: one per door, its preflights, and one for all other requests. The doors know the
 * registered clients and handle CORS themselves, so API Gateway must not.
 */
export class HttpDoors extends Construct {
  readonly stage: HttpStage

  constructor(scope: Construct, id: string, props: HttpDoorsProps) {
    super(scope, id)
    const doors = apiDoors(props.routes)
    const httpRoutes = this.#routes(doors, props)
    this.stage = this.#stage(props)
    const stage = this.stage.node.defaultChild
    if (!(stage instanceof CfnStage)) throw new Error('the stage has no AWS::ApiGatewayV2::Stage')
    throttle(stage, doors, props.stage.throttles)
    // API Gateway refuses a stage that throttles a route which does not exist yet.
    this.stage.node.addDependency(...httpRoutes)
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'People get their tokens at these doors, so most are open by nature. The others verify the bearer ' +
        'token and its session themselves, which an authorizer of the gateway could not. The service routes ' +
        'have the IAM authorizer.',
    })
  }

  #routes(
    doors: readonly ApiDoor<RouteId>[],
    { address, aliases, fallback }: HttpDoorsProps,
  ): readonly HttpRoute[] {
    const integrations = new Map(
      [...aliases].map(([routeId, alias]) => [routeId, new AliasIntegration(routeId, alias)] as const),
    )
    const iam = new HttpIamAuthorizer()
    const add = (key: HttpRouteKey, routeId: RouteId, callers: Route['callers']) => {
      const integration = integrations.get(routeId)
      if (integration === undefined) throw new Error(`no function stands behind ${key.key}`)
      return new HttpRoute(this, key.key, {
        httpApi: address.api,
        routeKey: key,
        integration,
        ...(callers === 'iam' && { authorizer: iam }),
      })
    }
    const routed = doors.map(({ path, method, route }) =>
      add(HttpRouteKey.with(path, HttpMethod[method]), route.id, route.callers),
    )
    return [...routed, add(HttpRouteKey.DEFAULT, fallback, undefined)]
  }

  /**
   * Every request leaves a log line. Paths and queries may hold codes and tickets, so only route keys are
   * logged.
   */
  #stage({ address, stage }: HttpDoorsProps): HttpStage {
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention: stage.logRetention,
      removalPolicy: stage.logRemovalPolicy,
    })
    return new HttpStage(this, 'Stage', {
      httpApi: address.api,
      autoDeploy: true,
      accessLogSettings: { destination: new LogGroupLogDestination(logGroup), format: accessLog },
      ...defined({ domainMapping: address.domainName && { domainName: address.domainName } }),
    })
  }
}

const accessLog = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    requestTime: AccessLogField.contextRequestTime(),
    routeKey: AccessLogField.contextRouteKey(),
    status: AccessLogField.contextStatus(),
    responseLength: AccessLogField.contextResponseLength(),
    responseLatency: AccessLogField.contextResponseLatency(),
    integrationLatency: AccessLogField.contextIntegrationLatency(),
    integrationError: AccessLogField.contextIntegrationErrorMessage(),
  }),
)

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
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { defined } from '../../domain/values/defined.ts'
import type { Route, RouteId } from '../../routes/routes.ts'
import type { DoorFunction } from '../functions/door-function.ts'
import type { DeployedStage } from '../stage/deployed-stage.ts'
import type { ApiAddress } from './api-address.ts'
import { type ApiDoor, apiDoors, routeKeyOf } from './api-doors.ts'
import { throttle } from './api-throttling.ts'

export interface HttpDoorsProps {
  readonly address: ApiAddress
  readonly stage: DeployedStage
  readonly routes: readonly (Route & { readonly id: RouteId })[]
  readonly functions: ReadonlyMap<string, DoorFunction>
  /** Answers where no door stands: our own problem, not API Gateway's message. */
  readonly elsewhere: DoorFunction
}

/**
 * The doors of the API: one route each, its preflight, and one for everything else. CORS is the doors' own matter,
 * since they know the registered clients, so API Gateway must not answer in their place.
 */
export class HttpDoors extends Construct {
  readonly stage: HttpStage

  constructor(scope: Construct, id: string, props: HttpDoorsProps) {
    super(scope, id)
    const doors = apiDoors(props.routes)
    const httpRoutes = this.#routes(doors, props)
    this.stage = this.#stage(props)
    const stage = this.stage.node.defaultChild
    if (!(stage instanceof CfnStage)) throw new Error('the stage is not made of an AWS::ApiGatewayV2::Stage')
    throttle(stage, doors)
    // A stage that throttles a route which is not there yet is refused.
    this.stage.node.addDependency(...httpRoutes)
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'These doors are where people get their tokens, so most are open by nature; the others check the bearer ' +
        'token themselves, with the session behind it, which an authorizer of the gateway could not see.',
    })
  }

  #routes(
    doors: readonly ApiDoor[],
    { address, functions, elsewhere }: HttpDoorsProps,
  ): readonly HttpRoute[] {
    const integrations = new Map<DoorFunction, HttpLambdaIntegration>()
    const integrationOf = (behind: DoorFunction) => {
      const integration =
        integrations.get(behind) ??
        // One permission for each function, not one for each route: both say that this API may call it.
        new HttpLambdaIntegration(behind.node.id, behind.function, { scopePermissionToRoute: false })
      integrations.set(behind, integration)
      return integration
    }
    const add = (key: HttpRouteKey, behind: DoorFunction) =>
      new HttpRoute(this, key.key, {
        httpApi: address.api,
        routeKey: key,
        integration: integrationOf(behind),
      })
    const ours = doors.map((door) => {
      const behind = functions.get(door.route.id)
      if (behind === undefined) throw new Error(`no function stands behind ${routeKeyOf(door)}`)
      return add(HttpRouteKey.with(door.path, HttpMethod[door.method]), behind)
    })
    return [...ours, add(HttpRouteKey.DEFAULT, elsewhere)]
  }

  /** Every request leaves a line. Paths and queries are the caller's words (codes, tickets): only our names of routes are kept. */
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

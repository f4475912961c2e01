import { NestedStack } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Alias } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import type { RouteId } from '../../routes/routes.ts'
import type { DoorFunction } from '../functions/door-function.ts'
import type { DeployedStage } from '../stage/deployed-stage.ts'
import { GradualDeployments } from './gradual-deployments.ts'
import { liveAlias } from './live-alias.ts'

/** The doors, and the API that calls them. */
export interface LiveDoorsProps {
  readonly stage: Pick<DeployedStage, 'name' | 'rollout'>
  readonly api: HttpApi
  readonly doors: ReadonlyMap<RouteId, DoorFunction>
}

/**
 * What the API calls: an alias for each door, which moves to a new version at once, or gradually where the stage says so.
 * A stack holds at most 500 resources, so these stand in a stack of their own.
 */
export class LiveDoors extends NestedStack {
  /** The alias of each door, by the id of its route. */
  readonly aliases: ReadonlyMap<RouteId, Alias>

  constructor(scope: Construct, id: string, { stage, api, doors }: LiveDoorsProps) {
    super(scope, id, { description: `ieum ${stage.name}: the versions of the doors that the API calls` })
    const live = [...doors].map(([routeId, door]) => {
      const alias = liveAlias(this, routeId, door.function)
      // One permission per function, not per route: both let this API call the function.
      alias.addPermission('Api', {
        principal: new ServicePrincipal('apigateway.amazonaws.com'),
        sourceArn: api.arnForExecuteApi(),
      })
      return { routeId, alias, lambda: door.function }
    })
    this.aliases = new Map(live.map(({ routeId, alias }) => [routeId, alias]))
    const { rollout } = stage
    if (rollout !== null) {
      new GradualDeployments(this, 'Deployments', { stageName: stage.name, rollout, live })
    }
  }
}

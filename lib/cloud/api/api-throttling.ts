import type { CfnStage } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Throttle } from '../../domain/limits/throttles.ts'
import type { DeployedStage } from '../stage/deployed-stage.ts'
import { type ApiDoor, routeKeyOf } from './api-doors.ts'

const setting = ({ rate, burst }: Throttle) => ({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst })

/**
 * Throttles every door by the throttle that its route names, and requests without a door by `unknown`, which is also the
 * fallback of a route whose own throttle is missing. (Higher-level constructs support only one throttle for all routes.)
 */
export function throttle(
  stage: CfnStage,
  doors: readonly ApiDoor[],
  throttles: DeployedStage['throttles'],
): void {
  stage.defaultRouteSettings = {
    throttlingRateLimit: throttles.unknown.rate,
    throttlingBurstLimit: throttles.unknown.burst,
  }
  stage.routeSettings = Object.fromEntries([
    ['$default', setting(throttles.unknown)],
    ...doors.map((door) => [routeKeyOf(door), setting(throttles[door.route.throttle])] as const),
  ])
}

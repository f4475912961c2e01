import type { CfnStage } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Route } from '../../routes/routes.ts'
import { type ApiDoor, routeKeyOf } from './api-doors.ts'

type Throttle = Route['throttle']

/**
 * The throttle of requests without a door: guesses and scanners. Also the fallback of a route whose own
 * throttle is missing.
 */
const unknownRouteThrottle: Throttle = { rate: 20, burst: 40 }

const setting = ({ rate, burst }: Throttle) => ({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst })

/**
 * Throttles every door as its route says. (Higher-level constructs support only one throttle for all routes.)
 */
export function throttle(stage: CfnStage, doors: readonly ApiDoor[]): void {
  stage.defaultRouteSettings = {
    throttlingRateLimit: unknownRouteThrottle.rate,
    throttlingBurstLimit: unknownRouteThrottle.burst,
  }
  stage.routeSettings = Object.fromEntries([
    ['$default', setting(unknownRouteThrottle)],
    ...doors.map((door) => [routeKeyOf(door), setting(door.route.throttle)] as const),
  ])
}

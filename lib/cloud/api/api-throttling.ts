import type { CfnStage } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Route } from '../../routes/routes.ts'
import { type ApiDoor, routeKeyOf } from './api-doors.ts'

type Throttle = Route['throttle']

/** For what no door stands at: guesses and scanners. Also what a route has whose own throttle got lost. */
export const strangers: Throttle = { rate: 20, burst: 40 }

const setting = ({ rate, burst }: Throttle) => ({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst })

/** Throttles every door as its route says. (Constructs of the higher level know one throttle for all routes only.) */
export function throttle(stage: CfnStage, doors: readonly ApiDoor[]): void {
  stage.defaultRouteSettings = {
    throttlingRateLimit: strangers.rate,
    throttlingBurstLimit: strangers.burst,
  }
  stage.routeSettings = Object.fromEntries([
    ['$default', setting(strangers)],
    ...doors.map((door) => [routeKeyOf(door), setting(door.route.throttle)] as const),
  ])
}

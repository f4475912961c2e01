import { Problem } from '../domain/values/problem.ts'
import type { OperatorContext } from '../flows/service/operator-context.ts'
import type { RouteId, routes } from '../routes/routes.ts'
import { serviceContext } from '../runtime/service.ts'
import { type DoorKey, type Handler, handlerOf, inTime } from './door.ts'
import { responding } from './middleware/responding.ts'
import { type Request, readRequest } from './request/request.ts'
import type { HttpResponse } from './response/response.ts'
import { toGatewayResponse } from './response/to-gateway.ts'

/** The routes whose callers the gateway checks. */
type ServiceRouteId = {
  [Id in RouteId]: (typeof routes)[Id] extends { readonly callers: 'iam' } ? Id : never
}[RouteId]

/** The action of one door for an operator. */
type ServiceAction = (context: OperatorContext, request: Request) => Promise<HttpResponse>

/**
 * Builds the Lambda handler of a service route. The gateway has verified the caller's signature (IAM) and names the
 * caller's ARN, which is the operator in the members' histories. A request that came without the gateway's check
 * is `not_found`. No browser calls these routes, so there are no CORS headers.
 */
export function serviceDoor<Id extends ServiceRouteId>(
  id: Id,
  actions: Readonly<Record<DoorKey<Id>, ServiceAction>>,
): Handler {
  const byKey = new Map<string, ServiceAction>(Object.entries<ServiceAction>(actions))
  return handlerOf(id, responding('nobody'), async (event) => {
    const request = readRequest(event)
    const action = byKey.get(request.key)
    if (action === undefined || request.caller === undefined) throw new Problem('not_found')
    const context = await serviceContext(request.caller)
    return toGatewayResponse(await inTime(action(context, request)), request.id, undefined)
  })
}

import type { Method, Route } from '../../routes/routes.ts'

/** One way into the API: a door, or the preflight of a path's doors (CORS asks with OPTIONS). */
export interface ApiDoor {
  readonly method: Method | 'OPTIONS'
  readonly path: string
  readonly route: Route
}

/** API Gateway's own name of a way in. */
export const routeKeyOf = ({ method, path }: Pick<ApiDoor, 'method' | 'path'>): string => `${method} ${path}`

/**
 * Takes the routes and gives every way in. Each path has one preflight, answered by the first route that stands
 * there: which origins may call does not depend on the route.
 */
export function apiDoors(routes: readonly Route[]): readonly ApiDoor[] {
  const doors: ApiDoor[] = routes.flatMap((route) => route.doors.map((door) => ({ ...door, route })))
  const firstOfPath = new Map(doors.toReversed().map((door) => [door.path, door]))
  const preflights: ApiDoor[] = [...firstOfPath.values()].map(({ path, route }) => ({
    method: 'OPTIONS',
    path,
    route,
  }))
  return [...doors, ...preflights]
}

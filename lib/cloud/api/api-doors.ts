import type { Method, Route } from '../../routes/routes.ts'

/** One route key of the API: a door, the same without a body (HEAD), or the preflight of a path's doors (CORS uses OPTIONS). */
export interface ApiDoor<Id extends string = string> {
  readonly method: Method | 'HEAD' | 'OPTIONS'
  readonly path: string
  readonly route: Route & { readonly id: Id }
}

/** API Gateway's key of a route. */
export const routeKeyOf = ({ method, path }: Pick<ApiDoor, 'method' | 'path'>): string => `${method} ${path}`

/**
 * Gives all route keys of the routes. Each path has one preflight, handled by the first route on that path,
 * since the allowed origins do not depend on the route. No browser calls a route whose callers sign, so it has none.
 */
export function apiDoors<Id extends string>(
  routes: readonly (Route & { readonly id: Id })[],
): readonly ApiDoor<Id>[] {
  const doors: ApiDoor<Id>[] = routes.flatMap((route) => route.doors.map((door) => ({ ...door, route })))
  const forBrowsers = doors.filter(({ route }) => route.callers === undefined)
  const firstOfPath = new Map(forBrowsers.toReversed().map((door) => [door.path, door]))
  const preflights: ApiDoor<Id>[] = [...firstOfPath.values()].map(({ path, route }) => ({
    method: 'OPTIONS',
    path,
    route,
  }))
  const heads: ApiDoor<Id>[] = doors
    .filter(({ method, route }) => method === 'GET' && route.head)
    .map((door) => ({ ...door, method: 'HEAD' }))
  return [...doors, ...heads, ...preflights]
}

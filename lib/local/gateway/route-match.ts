import { type Route, type RouteId, routes } from '../../routes/routes.ts'
import type { MatchedDoor } from './api-gateway-event.ts'

/** A request's function and its door. */
export interface MatchedRoute {
  readonly id: RouteId
  readonly door: MatchedDoor
}

interface Pattern {
  readonly id: RouteId
  readonly method: string
  readonly path: string
  readonly segments: readonly string[]
  /** Whether the path answers browsers that ask before a call. */
  readonly preflight: boolean
  /** Whether it answers HEAD like GET. */
  readonly head: boolean
}

const isParameter = (segment: string): boolean => segment.startsWith('{')
const parameters = ({ segments }: Pattern): number => segments.filter(isParameter).length
const isRouteId = (id: string): id is RouteId => id in routes

/** Every door, most specific first, in the gateway's order of choice. */
const patterns: readonly Pattern[] = Object.values<Route>(routes)
  .flatMap(({ id, doors, callers, head = false }) =>
    isRouteId(id)
      ? doors.map(({ method, path }) => {
          const segments = path.split('/')
          return { id, method, path, segments, preflight: callers === undefined, head }
        })
      : [],
  )
  .sort((one, other) => parameters(one) - parameters(other))

/**
 * Finds the function for a method and a still encoded path. A known path also matches OPTIONS, unless its callers sign. An unknown
 * path or method reaches the function behind the `$default` door. Throws `URIError` for a parameter with a
 * broken percent escape.
 */
export function matchRoute(method: string, path: string): MatchedRoute {
  const segments = path.split('/')
  for (const pattern of patterns) {
    if (!serves(pattern, method)) continue
    const pathParameters = matchSegments(pattern.segments, segments)
    if (pathParameters === undefined) continue
    return { id: pattern.id, door: { routeKey: `${method} ${pattern.path}`, pathParameters } }
  }
  return { id: 'openapi', door: { routeKey: '$default', pathParameters: {} } }
}

const serves = (pattern: Pattern, method: string): boolean =>
  method === pattern.method ||
  (method === 'OPTIONS' && pattern.preflight) ||
  (method === 'HEAD' && pattern.head && pattern.method === 'GET')

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== segments.length) return undefined
  const found: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const actual = segments[index] ?? ''
    if (!isParameter(expected)) {
      if (actual !== expected) return undefined
    } else if (actual === '') {
      return undefined
    } else {
      found[expected.slice(1, -1)] = decodeURIComponent(actual)
    }
  }
  return found
}

import type { Client } from '../../domain/values/client.ts'
import type { Request } from '../request/request.ts'

/**
 * The CORS headers of a response: credentials for registered origins, nothing for others (Fetch standard,
 * section 3.3). `Vary` is always present, so no cache serves one origin's response to another.
 */
export function corsHeaders(clients: readonly Client[], request: Request): Record<string, string> {
  const origin = request.headers.get('origin')
  const known = origin !== undefined && clients.some(({ origins }) => origins.includes(origin))
  if (!known) return { vary: 'Origin' }
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'x-request-id, retry-after, www-authenticate',
  }
}

/** The additional headers of a preflight response (Fetch standard, section 3.3). */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, accept-language',
  'access-control-max-age': '600',
}

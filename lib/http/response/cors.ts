import type { Client } from '../../domain/values/client.ts'
import type { Request } from '../request/request.ts'

/**
 * CORS for the registered origins, with credentials, and for no others (Fetch standard, section 3.3).
 * `Vary` always, so that no cache hands one origin's answer to another.
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

/** What a preflight is told beside that. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, accept-language',
  'access-control-max-age': '600',
}

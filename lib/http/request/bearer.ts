import { Problem } from '../../domain/values/problem.ts'
import type { Request } from './request.ts'

/** The bearer token of a request (RFC 6750, section 2.1); undefined if the header is absent or malformed. */
export const bearerOf = (request: Request): string | undefined =>
  /^Bearer ([A-Za-z0-9._~+/-]{1,4096}=*)$/i.exec(request.headers.get('authorization') ?? '')?.[1]

/** The bearer token of a request (RFC 6750, section 2.1). Throws `invalid_token` if there is none. */
export function requireBearer(request: Request): string {
  const token = bearerOf(request)
  if (token === undefined) throw new Problem('invalid_token')
  return token
}

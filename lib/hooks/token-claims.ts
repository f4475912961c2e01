import type { AddedClaims } from '../flows/ports/added-claims.ts'
import type { ServiceHooks } from '../flows/ports/hooks.ts'
import type { CallHooks } from './call-hook.ts'
import { jsonObject } from './json.ts'
import { UnusableResult } from './unusable-result.ts'

/** What a token travels in has an end: servers commonly take 8 KB of headers. */
const maxBytes = 2_048

/**
 * The claims that say who somebody is, where and how they signed in, and for whom the token is: RFC 7519 (section 4.1),
 * RFC 9068 (section 2.2), RFC 7800 and RFC 8693 (section 4), OpenID Connect Core (section 2), and our own.
 */
const reserved: ReadonlySet<string> = new Set([
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'],
  ...['client_id', 'auth_time', 'amr', 'acr', 'azp', 'nonce', 'at_hash', 'c_hash'],
  ...['cnf', 'act', 'may_act'],
  ...['sid', 'external_id', 'phone_number_verified', 'email_verified', 'identity_verified'],
])

/**
 * Reads the claims that a service adds. Nothing is nothing. Throws `UnusableResult` for what is no object of JSON, for more
 * than 2,048 bytes, and for a claim that ieum sets.
 */
export function readAddedClaims(returned: unknown): AddedClaims {
  if (returned === undefined || returned === null) return {}
  const claims = jsonObject(returned)
  const taken = Object.keys(claims).find((name) => reserved.has(name))
  if (taken !== undefined) throw new UnusableResult(`the claim ${taken} is not the service's to set`)
  if (Buffer.byteLength(JSON.stringify(claims)) > maxBytes)
    throw new UnusableResult('the claims are too large')
  return claims
}

/** The hook that adds claims to access tokens. */
export function tokenClaimsHook(hookNamed: CallHooks): ServiceHooks['tokenClaims'] {
  const call = hookNamed('tokenClaims')
  return call && ((member) => call(member, readAddedClaims))
}

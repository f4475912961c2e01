import * as v from 'valibot'
import type { BeginVisitCheckRequest } from '../../flows/sign-up/check-visit.ts'
import { requireBearer } from './bearer.ts'
import { codeChallenge, codeVerifier, token } from './fields.ts'
import { check } from './input.ts'
import { readJson } from './json-body.ts'
import type { Request } from './request.ts'

export const memberCheck = v.strictObject({ codeChallenge })
export const visitCheck = v.strictObject({ registerToken: token, codeVerifier, codeChallenge })

/** The start of an identity check: of a signed-in member, or of a visitor who is about to sign up. */
export type CheckRequest =
  | { readonly kind: 'member'; readonly bearer: string; readonly codeChallenge: string }
  | ({ readonly kind: 'visit' } & BeginVisitCheckRequest)

/**
 * Reads the start of a check. A `registerToken` makes it a visitor's. Throws `invalid_request`, and `invalid_token` if
 * there is neither that nor a bearer token.
 */
export function readCheck(request: Request): CheckRequest {
  const body = readJson(request)
  if (typeof body === 'object' && body !== null && 'registerToken' in body) {
    return { kind: 'visit', ...check(visitCheck, body) }
  }
  const bearer = requireBearer(request)
  return { kind: 'member', bearer, ...check(memberCheck, body) }
}

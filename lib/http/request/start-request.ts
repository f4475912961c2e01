import * as v from 'valibot'
import type { LoginRequest } from '../../flows/login.ts'
import { requireBearer } from './bearer.ts'
import { clientId, clientState, codeChallenge, redirectUri } from './fields.ts'
import { check, providerOf } from './input.ts'
import { readJson } from './json-body.ts'
import type { Request } from './request.ts'

const intent = v.optional(v.picklist(['login', 'link', 'reauth']), 'login')
const common = { clientId, codeChallenge, intent }
const directBody = v.strictObject({
  ...common,
  flow: v.optional(v.literal('direct')),
  redirectUri: v.optional(redirectUri),
})
const redirectBody = v.strictObject({
  ...common,
  flow: v.literal('redirect'),
  redirectUri,
  state: v.optional(clientState),
})

/** How a visit is started by a call. */
export type Start =
  | { readonly flow: 'direct'; readonly visit: LoginRequest }
  | {
      readonly flow: 'redirect'
      readonly visit: LoginRequest & { readonly redirectUri: string; readonly state?: string | undefined }
    }

/**
 * Reads a start. To link and to prove presence again takes a bearer token, so that no link on another site
 * can ever begin it. Throws `invalid_request` and `invalid_token`.
 */
export function readStart(request: Request): Start {
  const body = readJson(request)
  const isRedirect = typeof body === 'object' && body !== null && 'flow' in body && body.flow === 'redirect'
  const origin = { provider: providerOf(request), locale: request.locale }
  if (isRedirect) {
    const { intent: wish, flow, ...given } = check(redirectBody, body)
    return { flow, visit: { ...origin, ...given, member: memberOf(request, wish) } }
  }
  const { intent: wish, flow = 'direct', ...given } = check(directBody, body)
  return { flow, visit: { ...origin, ...given, member: memberOf(request, wish) } }
}

const memberOf = (request: Request, wish: 'login' | 'link' | 'reauth') =>
  wish === 'login' ? undefined : { intent: wish, bearer: requireBearer(request) }

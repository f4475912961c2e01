import * as v from 'valibot'
import type { LoginRequest } from '../../flows/login.ts'
import { requireBearer } from './bearer.ts'
import { clientId, clientState, codeChallenge, redirectUri, screenHints, token } from './fields.ts'
import { check, providerOf, readQuery } from './input.ts'
import { readJson } from './json-body.ts'
import type { Request } from './request.ts'

const intent = v.optional(v.picklist(['login', 'link', 'reauth']), 'login')
const common = { clientId, codeChallenge, intent, ...screenHints }
export const directStart = v.strictObject({
  ...common,
  flow: v.optional(v.literal('direct')),
  redirectUri: v.optional(redirectUri),
})
export const redirectStart = v.strictObject({
  ...common,
  flow: v.literal('redirect'),
  redirectUri,
  state: v.optional(clientState),
})

/** The query of `GET /login/{provider}`. */
export const redirectQuery = v.object({
  clientId,
  redirectUri,
  codeChallenge,
  state: v.optional(clientState),
  ...screenHints,
})

/** The query of a mobile client's `startUrl`. */
const startUrlQuery = v.object({ start: token, ...screenHints })

/** Reads the query of `GET /login/{provider}`: a new visit, or one that a mobile app has started. */
export const readRedirectStart = (request: Request) =>
  request.query.has('start')
    ? { ...withHints(readQuery(request, startUrlQuery)) }
    : { ...withHints(readQuery(request, redirectQuery)) }

/** The start of a visit by a call, in one of the two flows. */
export type Start =
  | { readonly flow: 'direct'; readonly visit: LoginRequest }
  | {
      readonly flow: 'redirect'
      readonly visit: LoginRequest & { readonly redirectUri: string; readonly state?: string | undefined }
    }

/**
 * Reads the start of a visit. The intents `link` and `reauth` need a bearer token, so a link on another site
 * cannot start them. Throws `invalid_request`, `invalid_token`, and `not_found` for an unknown provider.
 */
export function readStart(request: Request): Start {
  const body = readJson(request)
  const isRedirect = typeof body === 'object' && body !== null && 'flow' in body && body.flow === 'redirect'
  const origin = { provider: providerOf(request), locale: request.locale }
  if (isRedirect) {
    const { intent: wish, flow, ...given } = check(redirectStart, body)
    return { flow, visit: { ...origin, ...withHints(given), member: memberOf(request, wish) } }
  }
  const { intent: wish, flow = 'direct', ...given } = check(directStart, body)
  return { flow, visit: { ...origin, ...withHints(given), member: memberOf(request, wish) } }
}

type Hints = Pick<NonNullable<LoginRequest['hints']>, 'prompt' | 'loginHint' | 'channels'>

/** Puts the wishes for the provider's screens beside the rest of a request. */
const withHints = <Given extends Hints>({ prompt, loginHint, channels, ...rest }: Given) => ({
  ...rest,
  hints: { prompt, loginHint, channels },
})

const memberOf = (request: Request, wish: 'login' | 'link' | 'reauth') =>
  wish === 'login' ? undefined : { intent: wish, bearer: requireBearer(request) }

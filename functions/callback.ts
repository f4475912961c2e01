import { callback } from '../lib/flows/callback.ts'
import { redirectCallback } from '../lib/flows/redirect-callback.ts'
import { tokenClaimsHook } from '../lib/hooks/token-claims.ts'
import { beforeLinkHook } from '../lib/hooks/verdicts.ts'
import { door } from '../lib/http/door.ts'
import { providerOf } from '../lib/http/request/input.ts'
import { readDirectCallback, readRedirectCallback } from '../lib/http/request/provider-response.ts'
import { unlessSpeculative } from '../lib/http/request/speculative.ts'
import { backToClient, outcomeResponse } from '../lib/http/response/visit-responses.ts'
import { routes } from '../lib/routes/routes.ts'
import { hooked } from '../lib/runtime/hooked.ts'

const world = hooked(routes.callback, (hookNamed) => ({
  beforeLink: beforeLinkHook(hookNamed),
  tokenClaims: tokenClaimsHook(hookNamed),
}))

export const handler = door(routes.callback, {
  'GET /callback/{provider}': unlessSpeculative(async (request) => {
    const visit = { provider: providerOf(request), ...readRedirectCallback(request) }
    return backToClient(await redirectCallback(await world(), visit), visit.provider)
  }),
  'POST /callback/{provider}': async (request) => {
    const visit = { provider: providerOf(request), ...readDirectCallback(request) }
    return outcomeResponse(await callback(await world(), visit), request.locale)
  },
})

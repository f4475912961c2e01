import { callback } from '../lib/flows/callback.ts'
import { redirectCallback } from '../lib/flows/redirect-callback.ts'
import { tokenClaimsHook } from '../lib/hooks/token-claims.ts'
import { beforeLinkHook } from '../lib/hooks/verdicts.ts'
import { type Action, warmDoor } from '../lib/http/door.ts'
import { hasForm, providerOf } from '../lib/http/request/input.ts'
import { readDirectCallback, readRedirectCallback } from '../lib/http/request/provider-response.ts'
import { unlessSpeculative } from '../lib/http/request/speculative.ts'
import { backToClient, outcomeResponse } from '../lib/http/response/visit-responses.ts'
import { hooked } from '../lib/runtime/hooked.ts'
import { warmProviders, warmTable } from '../lib/runtime/world.ts'

const world = hooked('callback', (hookNamed) => ({
  beforeLink: beforeLinkHook(hookNamed),
  tokenClaims: tokenClaimsHook(hookNamed),
}))

/** A redirect of the provider's page, or the form that it posts (Apple). */
const comeBack: Action = async (request) => {
  const visit = { provider: providerOf(request), ...readRedirectCallback(request) }
  return backToClient(request, await redirectCallback(await world(), visit), visit.provider)
}

export const handler = warmDoor('callback', [world, warmTable, warmProviders], {
  'GET /callback/{provider}': unlessSpeculative(comeBack),
  'POST /callback/{provider}': async (request) => {
    const provider = providerOf(request)
    if (hasForm(request) && (await world()).providers.find(provider)?.postsBack) return comeBack(request)
    const visit = { provider, ...readDirectCallback(request) }
    return outcomeResponse(await callback(await world(), visit), request.locale)
  },
})

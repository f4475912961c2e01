import { refresh } from '../lib/flows/refresh.ts'
import { redeemTicket } from '../lib/flows/token.ts'
import { tokenClaimsHook } from '../lib/hooks/token-claims.ts'
import { beforeLinkHook } from '../lib/hooks/verdicts.ts'
import { warmDoor } from '../lib/http/door.ts'
import { readTokenRequest } from '../lib/http/request/token-request.ts'
import { outcomeResponse, refreshedResponse } from '../lib/http/response/visit-responses.ts'
import { hooked } from '../lib/runtime/hooked.ts'
import { warmTable } from '../lib/runtime/world.ts'

const world = hooked('token', (hookNamed) => ({
  beforeLink: beforeLinkHook(hookNamed),
  tokenClaims: tokenClaimsHook(hookNamed),
}))

export const handler = warmDoor('token', [world, warmTable], {
  'POST /token': async (request) => {
    const tokenRequest = readTokenRequest(request)
    if (tokenRequest.kind === 'ticket')
      return outcomeResponse(await redeemTicket(await world(), tokenRequest), request.locale)
    return refreshedResponse(await refresh(await world(), tokenRequest.refreshToken))
  },
})

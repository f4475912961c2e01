import { beginCheck, confirmCheck } from '../lib/flows/identity-verification.ts'
import { beginVisitCheck, confirmVisitCheck } from '../lib/flows/sign-up/check-visit.ts'
import { tokenClaimsHook } from '../lib/hooks/token-claims.ts'
import { warmDoor } from '../lib/http/door.ts'
import { bearerOf } from '../lib/http/request/bearer.ts'
import { checkConfirmation } from '../lib/http/request/bodies/account.ts'
import { readCheck } from '../lib/http/request/check-request.ts'
import { readBody } from '../lib/http/request/input.ts'
import { outcomeResponse } from '../lib/http/response/visit-responses.ts'
import { hooked } from '../lib/runtime/hooked.ts'
import { warmTable } from '../lib/runtime/world.ts'

const world = hooked('identity-verification', (hookNamed) => ({
  tokenClaims: tokenClaimsHook(hookNamed),
}))

export const handler = warmDoor('identity-verification', [world, warmTable], {
  'POST /identity-verification': async (request) => {
    const check = readCheck(request)
    const body =
      check.kind === 'visit'
        ? await beginVisitCheck(await world(), check)
        : await beginCheck(await world(), check)
    return { status: 200, body, about: { outcome: 'check_begun' } }
  },
  // With a bearer token the check is the member's; without one it is that of the visit that began it.
  'POST /identity-verification/confirm': async (request) => {
    const bearer = bearerOf(request)
    const check = readBody(request, checkConfirmation)
    if (bearer === undefined) {
      return outcomeResponse(await confirmVisitCheck(await world(), check), request.locale)
    }
    return outcomeResponse(await confirmCheck(await world(), { bearer, ...check }), request.locale)
  },
})

import { answerQuestion } from '../lib/flows/link.ts'
import { tokenClaimsHook } from '../lib/hooks/token-claims.ts'
import { beforeLinkHook } from '../lib/hooks/verdicts.ts'
import { warmDoor } from '../lib/http/door.ts'
import { bearerOf } from '../lib/http/request/bearer.ts'
import { linkBody } from '../lib/http/request/bodies/link.ts'
import { readBody } from '../lib/http/request/input.ts'
import { outcomeResponse } from '../lib/http/response/visit-responses.ts'
import { hooked } from '../lib/runtime/hooked.ts'
import { warmProviders, warmTable } from '../lib/runtime/world.ts'

const world = hooked('link', (hookNamed) => ({
  beforeLink: beforeLinkHook(hookNamed),
  tokenClaims: tokenClaimsHook(hookNamed),
}))

export const handler = warmDoor('link', [world, warmTable, warmProviders], {
  'POST /link': async (request) => {
    const given = { bearer: bearerOf(request), ...readBody(request, linkBody) }
    return outcomeResponse(await answerQuestion(await world(), given), request.locale)
  },
})

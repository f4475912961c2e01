import { codeLogin } from '../lib/flows/code-login.ts'
import { tokenClaimsHook } from '../lib/hooks/token-claims.ts'
import { warmDoor } from '../lib/http/door.ts'
import { refusingEvenly } from '../lib/http/refusing-evenly.ts'
import { codeLoginBody } from '../lib/http/request/bodies/account.ts'
import { readBody } from '../lib/http/request/input.ts'
import { outcomeResponse } from '../lib/http/response/visit-responses.ts'
import { hooked } from '../lib/runtime/hooked.ts'
import { warmTable } from '../lib/runtime/world.ts'

const world = hooked('code-login', (hookNamed) => ({ tokenClaims: tokenClaimsHook(hookNamed) }))

export const handler = warmDoor('code-login', [world, warmTable], {
  'POST /login/code': refusingEvenly(async (request) =>
    outcomeResponse(await codeLogin(await world(), readBody(request, codeLoginBody)), request.locale),
  ),
})

import { passwordLogin } from '../lib/flows/password-login.ts'
import { legacySignInHook } from '../lib/hooks/legacy-sign-in.ts'
import { tokenClaimsHook } from '../lib/hooks/token-claims.ts'
import { warmDoor } from '../lib/http/door.ts'
import { passwordLoginBody } from '../lib/http/request/bodies/address.ts'
import { readBody } from '../lib/http/request/input.ts'
import { cookieNamed } from '../lib/http/request/request.ts'
import { requestSource } from '../lib/http/request/sender/source.ts'
import { deviceCookie } from '../lib/http/response/cookies.ts'
import { outcomeResponse } from '../lib/http/response/visit-responses.ts'
import { hooked } from '../lib/runtime/hooked.ts'
import { importsOf } from '../lib/runtime/importing.ts'
import { warmTable } from '../lib/runtime/world.ts'

const world = hooked('password-login', (hookNamed, current) => ({
  legacySignIn: legacySignInHook(hookNamed, () => importsOf(current)),
  tokenClaims: tokenClaimsHook(hookNamed),
}))

export const handler = warmDoor('password-login', [world, warmTable], {
  'POST /login/password': async (request) => {
    const attempt = readBody(request, passwordLoginBody)
    const here = await world()
    const from = {
      source: requestSource(request, here),
      deviceToken: attempt.deviceToken ?? cookieNamed(request, deviceCookie(attempt.clientId)),
    }
    return outcomeResponse(await passwordLogin(here, { ...attempt, ...from }), request.locale)
  },
})

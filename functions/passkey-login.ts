import { passkeyLogin } from '../lib/flows/passkey-login.ts'
import { tokenClaimsHook } from '../lib/hooks/token-claims.ts'
import { door } from '../lib/http/door.ts'
import { bearerOf } from '../lib/http/request/bearer.ts'
import { passkeyLoginBody } from '../lib/http/request/bodies/passkeys.ts'
import { readBody } from '../lib/http/request/input.ts'
import { requestSource } from '../lib/http/request/sender/source.ts'
import { outcomeResponse } from '../lib/http/response/visit-responses.ts'
import { hooked } from '../lib/runtime/hooked.ts'
import { withAuthenticators } from '../lib/webauthn/with-authenticators.ts'

const world = withAuthenticators(
  hooked('passkey-login', (hookNamed) => ({ tokenClaims: tokenClaimsHook(hookNamed) })),
)

export const handler = door('passkey-login', {
  'POST /login/passkey': async (request) => {
    const given = { bearer: bearerOf(request), ...readBody(request, passkeyLoginBody) }
    const here = await world()
    const from = { source: requestSource(request, here) }
    return outcomeResponse(await passkeyLogin(here, { ...given, ...from }), request.locale)
  },
})

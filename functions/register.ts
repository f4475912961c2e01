import { register } from '../lib/flows/register.ts'
import { registerByAddress } from '../lib/flows/register-by-address.ts'
import { tokenClaimsHook } from '../lib/hooks/token-claims.ts'
import { beforeRegisterHook } from '../lib/hooks/verdicts.ts'
import { warmDoor } from '../lib/http/door.ts'
import { readRegistration } from '../lib/http/request/registration-request.ts'
import { outcomeResponse } from '../lib/http/response/visit-responses.ts'
import { hooked } from '../lib/runtime/hooked.ts'
import { warmTable } from '../lib/runtime/world.ts'

const world = hooked('register', (hookNamed) => ({
  beforeRegister: beforeRegisterHook(hookNamed),
  tokenClaims: tokenClaimsHook(hookNamed),
}))

export const handler = warmDoor('register', [world, warmTable], {
  'POST /register': async (request) => {
    const registration = readRegistration(request)
    if (registration.kind === 'address')
      return outcomeResponse(await registerByAddress(await world(), registration), request.locale)
    return outcomeResponse(await register(await world(), registration), request.locale)
  },
})

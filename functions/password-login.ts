import * as v from 'valibot'
import { passwordLogin } from '../lib/flows/password-login.ts'
import { door } from '../lib/http/door.ts'
import { identifier } from '../lib/http/request/contact-fields.ts'
import { clientId, password, token } from '../lib/http/request/fields.ts'
import { readBody } from '../lib/http/request/input.ts'
import { cookieNamed } from '../lib/http/request/request.ts'
import { requestSource } from '../lib/http/request/sender/source.ts'
import { deviceCookie } from '../lib/http/response/cookies.ts'
import { outcomeResponse } from '../lib/http/response/visit-responses.ts'
import { routes } from '../lib/routes/routes.ts'
import { world } from '../lib/runtime/world.ts'

const body = v.strictObject({ clientId, identifier, password, deviceToken: v.optional(token) })

export const handler = door(routes['password-login'], {
  'POST /login/password': async (request) => {
    const attempt = readBody(request, body)
    const here = await world()
    const from = {
      source: requestSource(request, here),
      deviceToken: attempt.deviceToken ?? cookieNamed(request, deviceCookie(attempt.clientId)),
    }
    return outcomeResponse(await passwordLogin(here, { ...attempt, ...from }), request.locale)
  },
})

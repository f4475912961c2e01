import * as v from 'valibot'
import { sourceOf } from '../lib/domain/limits.ts'
import { passwordLogin } from '../lib/flows/password-login.ts'
import { identifier } from '../lib/http/contact-fields.ts'
import { door } from '../lib/http/door.ts'
import { clientId, password } from '../lib/http/fields.ts'
import { readBody } from '../lib/http/input.ts'
import { outcomeReply } from '../lib/http/visit-replies.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'

const body = v.strictObject({ clientId, identifier, password })

export const handler = door(routes['password-login'], {
  'POST /login/password': async (request) => {
    const shown = { ...readBody(request, body), source: sourceOf(request.sourceIp) }
    return outcomeReply(await passwordLogin(await world(), shown), request.locale)
  },
})

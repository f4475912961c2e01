import * as v from 'valibot'
import { codeLogin } from '../lib/flows/code-login.ts'
import { door } from '../lib/http/door.ts'
import { clientId, token } from '../lib/http/fields.ts'
import { readBody } from '../lib/http/input.ts'
import { outcomeReply } from '../lib/http/visit-replies.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'

const body = v.strictObject({ clientId, verificationToken: token })

export const handler = door(routes['code-login'], {
  'POST /login/code': async (request) =>
    outcomeReply(await codeLogin(await world(), readBody(request, body)), request.locale),
})

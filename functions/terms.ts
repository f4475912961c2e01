import * as v from 'valibot'
import { changeConsents, consents as history } from '../lib/flows/consents.ts'
import { showTerms } from '../lib/flows/visit/answer.ts'
import { requireBearer } from '../lib/http/bearer.ts'
import { door } from '../lib/http/door.ts'
import { someConsents } from '../lib/http/fields.ts'
import { readBody } from '../lib/http/input.ts'
import { ok } from '../lib/http/reply.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'
import { settings } from '../lib/stage.ts'

const body = v.strictObject({ consents: someConsents })

export const handler = door(routes.terms, {
  'GET /terms': async (request) => ok({ terms: showTerms(settings().terms, request.locale) }),
  'GET /me/consents': async (request) =>
    ok({ consents: await history(await world(), requireBearer(request)) }),
  'POST /me/consents': async (request) => {
    const bearer = requireBearer(request)
    const { consents } = readBody(request, body)
    return ok({ consents: await changeConsents(await world(), bearer, consents) })
  },
})

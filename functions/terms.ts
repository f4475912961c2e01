import { settings } from '../lib/config/current-stage.ts'
import { changeConsents, listConsents as history, listTerms } from '../lib/flows/account/consents.ts'
import { door } from '../lib/http/door.ts'
import { requireBearer } from '../lib/http/request/bearer.ts'
import { consentsBody } from '../lib/http/request/bodies/account.ts'
import { readBody } from '../lib/http/request/input.ts'
import { ok } from '../lib/http/response/response.ts'
import { clock } from '../lib/runtime/clock.ts'
import { world } from '../lib/runtime/world.ts'

export const handler = door('terms', {
  'GET /terms': async (request) => ok({ terms: listTerms({ stage: settings(), clock }, request.locale) }),
  'GET /me/consents': async (request) =>
    ok({ consents: await history(await world(), requireBearer(request)) }),
  'POST /me/consents': async (request) => {
    const bearer = requireBearer(request)
    const { consents } = readBody(request, consentsBody)
    return ok({ consents: await changeConsents(await world(), bearer, consents) })
  },
})

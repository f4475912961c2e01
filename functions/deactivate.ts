import * as v from 'valibot'
import { deactivate } from '../lib/flows/deactivate.ts'
import { requireBearer } from '../lib/http/bearer.ts'
import { door } from '../lib/http/door.ts'
import { readBody } from '../lib/http/input.ts'
import { noContent } from '../lib/http/reply.ts'
import { forgetRefresh } from '../lib/http/web-session.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'
import { settings } from '../lib/stage.ts'

const body = v.strictObject({})

export const handler = door(routes.deactivate, {
  'POST /me/deactivate': async (request) => {
    const bearer = requireBearer(request)
    readBody(request, body)
    await deactivate(await world(), bearer)
    return noContent(forgetRefresh(settings().clients, request))
  },
})

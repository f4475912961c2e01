import { settings } from '../lib/config/current-stage.ts'
import { deactivate } from '../lib/flows/account/deactivate.ts'
import { door } from '../lib/http/door.ts'
import { requireBearer } from '../lib/http/request/bearer.ts'
import { emptyBody } from '../lib/http/request/bodies/account.ts'
import { readBody } from '../lib/http/request/input.ts'
import { noContent } from '../lib/http/response/response.ts'
import { forgetRefresh } from '../lib/http/response/web-session.ts'
import { world } from '../lib/runtime/world.ts'

export const handler = door('deactivate', {
  'POST /me/deactivate': async (request) => {
    const bearer = requireBearer(request)
    readBody(request, emptyBody)
    await deactivate(await world(), bearer)
    return noContent(forgetRefresh(settings().clients, request))
  },
})

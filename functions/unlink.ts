import { unlink } from '../lib/flows/account/unlink.ts'
import { door } from '../lib/http/door.ts'
import { requireBearer } from '../lib/http/request/bearer.ts'
import { unlinkBody } from '../lib/http/request/bodies/account.ts'
import { readBody } from '../lib/http/request/input.ts'
import { outcomeResponse } from '../lib/http/response/visit-responses.ts'
import { world } from '../lib/runtime/world.ts'

export const handler = door('unlink', {
  'POST /unlink': async (request) => {
    const removal = { bearer: requireBearer(request), ...readBody(request, unlinkBody) }
    return outcomeResponse(await unlink(await world(), removal), request.locale)
  },
})

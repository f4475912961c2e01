import * as v from 'valibot'
import { isProviderId, type ProviderId } from '../lib/domain/values/identity.ts'
import { unlink } from '../lib/flows/account/unlink.ts'
import { door } from '../lib/http/door.ts'
import { requireBearer } from '../lib/http/request/bearer.ts'
import { subject } from '../lib/http/request/fields.ts'
import { readBody } from '../lib/http/request/input.ts'
import { outcomeResponse } from '../lib/http/response/visit-responses.ts'
import { routes } from '../lib/routes/routes.ts'
import { world } from '../lib/runtime/world.ts'

const body = v.strictObject({
  provider: v.custom<ProviderId>(isProviderId),
  subject: v.optional(subject),
})

export const handler = door(routes.unlink, {
  'POST /unlink': async (request) => {
    const removal = { bearer: requireBearer(request), ...readBody(request, body) }
    return outcomeResponse(await unlink(await world(), removal), request.locale)
  },
})

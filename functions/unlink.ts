import * as v from 'valibot'
import { isProviderId, type ProviderId } from '../lib/domain/identity.ts'
import { unlink } from '../lib/flows/unlink.ts'
import { requireBearer } from '../lib/http/bearer.ts'
import { door } from '../lib/http/door.ts'
import { subject } from '../lib/http/fields.ts'
import { readBody } from '../lib/http/input.ts'
import { outcomeReply } from '../lib/http/visit-replies.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'

const body = v.strictObject({
  provider: v.custom<ProviderId>(isProviderId),
  subject: v.optional(subject),
})

export const handler = door(routes.unlink, {
  'POST /unlink': async (request) => {
    const removal = { bearer: requireBearer(request), ...readBody(request, body) }
    return outcomeReply(await unlink(await world(), removal), request.locale)
  },
})

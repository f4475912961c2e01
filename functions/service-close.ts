import { closeAccount } from '../lib/flows/service/close-account.ts'
import { emptyBody } from '../lib/http/request/bodies/account.ts'
import { memberOf, readBody } from '../lib/http/request/input.ts'
import { ok } from '../lib/http/response/response.ts'
import { serviceDoor } from '../lib/http/service-door.ts'

export const handler = serviceDoor('service-close', {
  'POST /service/members/{id}/close': async (context, request) => {
    readBody(request, emptyBody)
    return ok(await closeAccount(context, memberOf(request)))
  },
})

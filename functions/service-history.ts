import { showHistory } from '../lib/flows/service/show-members.ts'
import { historyQuery } from '../lib/http/request/bodies/service.ts'
import { memberOf, readQuery } from '../lib/http/request/input.ts'
import { ok } from '../lib/http/response/response.ts'
import { serviceDoor } from '../lib/http/service-door.ts'

export const handler = serviceDoor('service-history', {
  'GET /service/members/{id}/history': async (context, request) =>
    ok(await showHistory(context, memberOf(request), readQuery(request, historyQuery).before)),
})

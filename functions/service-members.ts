import { searchMembers, showMemberInFull } from '../lib/flows/service/show-members.ts'
import { memberQuery, queryOf } from '../lib/http/request/bodies/service.ts'
import { memberOf, readQuery } from '../lib/http/request/input.ts'
import { ok } from '../lib/http/response/response.ts'
import { serviceDoor } from '../lib/http/service-door.ts'

export const handler = serviceDoor('service-members', {
  'GET /service/members': async (context, request) =>
    ok({ members: await searchMembers(context, queryOf(readQuery(request, memberQuery))) }),
  'GET /service/members/{id}': async (context, request) =>
    ok(await showMemberInFull(context, memberOf(request))),
})

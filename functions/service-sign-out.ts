import { signOutMember } from '../lib/flows/service/sign-out-member.ts'
import { emptyBody } from '../lib/http/request/bodies/account.ts'
import { memberOf, readBody } from '../lib/http/request/input.ts'
import { ok } from '../lib/http/response/response.ts'
import { serviceDoor } from '../lib/http/service-door.ts'

export const handler = serviceDoor('service-sign-out', {
  'POST /service/members/{id}/sign-out': async (context, request) => {
    readBody(request, emptyBody)
    return ok(await signOutMember(context, memberOf(request)))
  },
})

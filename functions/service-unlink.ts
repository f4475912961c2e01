import { removePasskeyForMember } from '../lib/flows/service/remove-passkey-for-member.ts'
import { unlinkForMember } from '../lib/flows/service/unlink-for-member.ts'
import { serviceRemovePasskeyBody, serviceUnlinkBody } from '../lib/http/request/bodies/service.ts'
import { memberOf, readBody } from '../lib/http/request/input.ts'
import { ok } from '../lib/http/response/response.ts'
import { serviceDoor } from '../lib/http/service-door.ts'

export const handler = serviceDoor('service-unlink', {
  'POST /service/members/{id}/unlink': async (context, request) =>
    ok(await unlinkForMember(context, memberOf(request), readBody(request, serviceUnlinkBody))),
  'POST /service/members/{id}/remove-passkey': async (context, request) =>
    ok(await removePasskeyForMember(context, memberOf(request), readBody(request, serviceRemovePasskeyBody))),
})

import type { StatusChange } from '../lib/domain/member/status-change.ts'
import { changeStatus } from '../lib/flows/service/change-status.ts'
import type { OperatorContext } from '../lib/flows/service/operator-context.ts'
import { emptyBody } from '../lib/http/request/bodies/account.ts'
import { memberOf, readBody } from '../lib/http/request/input.ts'
import type { Request } from '../lib/http/request/request.ts'
import { ok } from '../lib/http/response/response.ts'
import { serviceDoor } from '../lib/http/service-door.ts'

const change = (to: StatusChange) => async (context: OperatorContext, request: Request) => {
  readBody(request, emptyBody)
  return ok(await changeStatus(context, memberOf(request), to))
}

export const handler = serviceDoor('service-status', {
  'POST /service/members/{id}/suspend': change('suspend'),
  'POST /service/members/{id}/unsuspend': change('unsuspend'),
  'POST /service/members/{id}/deactivate': change('deactivate'),
  'POST /service/members/{id}/reactivate': change('reactivate'),
})

import { reactivate } from '../lib/flows/reactivate.ts'
import { door } from '../lib/http/door.ts'
import { reactivateBody } from '../lib/http/request/bodies/account.ts'
import { readBody } from '../lib/http/request/input.ts'
import { ok } from '../lib/http/response/response.ts'
import { world } from '../lib/runtime/world.ts'

export const handler = door('reactivate', {
  'POST /reactivate': async (request) => {
    const reactivated = await reactivate(await world(), readBody(request, reactivateBody).token)
    return ok(reactivated, { outcome: reactivated.outcome })
  },
})

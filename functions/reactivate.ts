import * as v from 'valibot'
import { reactivate } from '../lib/flows/reactivate.ts'
import { door } from '../lib/http/door.ts'
import { token } from '../lib/http/request/fields.ts'
import { readBody } from '../lib/http/request/input.ts'
import { ok } from '../lib/http/response/response.ts'
import { routes } from '../lib/routes/routes.ts'
import { world } from '../lib/runtime/world.ts'

const body = v.strictObject({ token })

export const handler = door(routes.reactivate, {
  'POST /reactivate': async (request) => {
    const reactivated = await reactivate(await world(), readBody(request, body).token)
    return ok(reactivated, { outcome: reactivated.outcome })
  },
})

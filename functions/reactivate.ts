import * as v from 'valibot'
import { reactivate } from '../lib/flows/reactivate.ts'
import { door } from '../lib/http/door.ts'
import { token } from '../lib/http/fields.ts'
import { readBody } from '../lib/http/input.ts'
import { ok } from '../lib/http/reply.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'

const body = v.strictObject({ token })

export const handler = door(routes.reactivate, {
  'POST /reactivate': async (request) => {
    const answer = await reactivate(await world(), readBody(request, body).token)
    return ok(answer, { outcome: answer.outcome })
  },
})

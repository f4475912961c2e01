import { changeMe } from '../lib/flows/account/change-me.ts'
import { me } from '../lib/flows/account/me.ts'
import { warmDoor } from '../lib/http/door.ts'
import { requireBearer } from '../lib/http/request/bearer.ts'
import { memberChanges } from '../lib/http/request/bodies/account.ts'
import { readBody } from '../lib/http/request/input.ts'
import { ok } from '../lib/http/response/response.ts'
import { warmTable, world } from '../lib/runtime/world.ts'

export const handler = warmDoor('me', [warmTable], {
  'GET /me': async (request) => ok(await me(await world(), requireBearer(request))),
  'PATCH /me': async (request) => {
    const by = { bearer: requireBearer(request) }
    return ok(await changeMe(await world(), { ...by, ...readBody(request, memberChanges) }))
  },
})

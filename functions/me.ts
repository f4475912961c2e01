import { me } from '../lib/flows/me.ts'
import { requireBearer } from '../lib/http/bearer.ts'
import { door } from '../lib/http/door.ts'
import { ok } from '../lib/http/reply.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'

export const handler = door(routes.me, {
  'GET /me': async (request) => ok(await me(await world(), requireBearer(request))),
})

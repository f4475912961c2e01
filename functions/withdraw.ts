import { withdraw } from '../lib/flows/withdraw.ts'
import { requireBearer } from '../lib/http/bearer.ts'
import { door } from '../lib/http/door.ts'
import { noContent } from '../lib/http/reply.ts'
import { forgetRefresh } from '../lib/http/web-session.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'
import { settings } from '../lib/stage.ts'

export const handler = door(routes.withdraw, {
  'DELETE /me': async (request) => {
    await withdraw(await world(), requireBearer(request))
    return noContent(forgetRefresh(settings().clients, request))
  },
})

import { settings } from '../lib/config/current-stage.ts'
import { withdraw } from '../lib/flows/account/withdraw.ts'
import { door } from '../lib/http/door.ts'
import { requireBearer } from '../lib/http/request/bearer.ts'
import { noContent } from '../lib/http/response/response.ts'
import { forgetRefresh } from '../lib/http/response/web-session.ts'
import { world } from '../lib/runtime/world.ts'

export const handler = door('withdraw', {
  'DELETE /me': async (request) => {
    await withdraw(await world(), requireBearer(request))
    return noContent(forgetRefresh(settings().clients, request))
  },
})

import { settings } from '../lib/config/current-stage.ts'
import { endSession, listSessions } from '../lib/flows/account/sessions.ts'
import { door } from '../lib/http/door.ts'
import { requireBearer } from '../lib/http/request/bearer.ts'
import { sessionOf } from '../lib/http/request/input.ts'
import { noContent, ok } from '../lib/http/response/response.ts'
import { forgetRefreshOf } from '../lib/http/response/web-session.ts'
import { world } from '../lib/runtime/world.ts'

export const handler = door('sessions', {
  'GET /me/sessions': async (request) =>
    ok({ sessions: await listSessions(await world(), requireBearer(request)) }),
  'DELETE /me/sessions/{id}': async (request) => {
    const ended = await endSession(await world(), requireBearer(request), sessionOf(request))
    return noContent(forgetRefreshOf(ended, settings().clients, request))
  },
})

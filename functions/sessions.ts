import { endSession, listSessions } from '../lib/flows/sessions.ts'
import { requireBearer } from '../lib/http/bearer.ts'
import { door } from '../lib/http/door.ts'
import { sessionOf } from '../lib/http/input.ts'
import { noContent, ok } from '../lib/http/reply.ts'
import { forgetRefreshOf } from '../lib/http/web-session.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'
import { settings } from '../lib/stage.ts'

export const handler = door(routes.sessions, {
  'GET /me/sessions': async (request) =>
    ok({ sessions: await listSessions(await world(), requireBearer(request)) }),
  'DELETE /me/sessions/{id}': async (request) => {
    const ended = await endSession(await world(), requireBearer(request), sessionOf(request))
    return noContent(forgetRefreshOf(ended, settings().clients, request))
  },
})

import { startDirect, startRedirect } from '../lib/flows/login.ts'
import { door } from '../lib/http/door.ts'
import { providerOf, readQuery } from '../lib/http/request/input.ts'
import { readStart, redirectQuery, withHints } from '../lib/http/request/start-request.ts'
import { startedResponse, toProvider } from '../lib/http/response/visit-responses.ts'
import { routes } from '../lib/routes/routes.ts'
import { world } from '../lib/runtime/world.ts'

export const handler = door(routes.login, {
  'GET /login/{provider}': async (request) => {
    const visit = {
      provider: providerOf(request),
      locale: request.locale,
      ...withHints(readQuery(request, redirectQuery)),
    }
    return toProvider(request, await startRedirect(await world(), visit), visit.provider)
  },
  'POST /login/{provider}': async (request) => {
    const start = readStart(request)
    const { flow, visit } = start
    const started =
      flow === 'redirect' ? startRedirect(await world(), visit) : startDirect(await world(), visit)
    return startedResponse(request, await started, start)
  },
})

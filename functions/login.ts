import { settings } from '../lib/config/current-stage.ts'
import { offeredProviders } from '../lib/config/offered-providers.ts'
import { continueRedirect, startDirect, startRedirect } from '../lib/flows/login.ts'
import { warmDoor } from '../lib/http/door.ts'
import { providerOf } from '../lib/http/request/input.ts'
import { unlessSpeculative } from '../lib/http/request/speculative.ts'
import { readRedirectStart, readStart } from '../lib/http/request/start-request.ts'
import { signInOptions } from '../lib/http/response/sign-in-options.ts'
import { startedResponse, toProvider } from '../lib/http/response/visit-responses.ts'
import { warmProviders, world } from '../lib/runtime/world.ts'

export const handler = warmDoor('login', [warmProviders], {
  'GET /login': async () => signInOptions(offeredProviders(settings())),
  'GET /login/{provider}': unlessSpeculative(async (request) => {
    const provider = providerOf(request)
    const visit = { provider, locale: request.locale, ...readRedirectStart(request) }
    const started =
      'start' in visit ? continueRedirect(await world(), visit) : startRedirect(await world(), visit)
    return toProvider(request, await started, provider)
  }),
  'POST /login/{provider}': async (request) => {
    const start = readStart(request)
    const { flow, visit } = start
    const started =
      flow === 'redirect' ? startRedirect(await world(), visit) : startDirect(await world(), visit)
    return startedResponse(request, await started, start)
  },
})

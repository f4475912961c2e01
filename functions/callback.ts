import { callback } from '../lib/flows/callback.ts'
import { redirectCallback } from '../lib/flows/redirect-callback.ts'
import { door } from '../lib/http/door.ts'
import { providerOf } from '../lib/http/input.ts'
import { readDirectCallback, readRedirectCallback } from '../lib/http/provider-answer.ts'
import { backToClient, outcomeReply } from '../lib/http/visit-replies.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'

export const handler = door(routes.callback, {
  'GET /callback/{provider}': async (request) => {
    const visit = { provider: providerOf(request), ...readRedirectCallback(request) }
    return backToClient(await redirectCallback(await world(), visit), visit.provider)
  },
  'POST /callback/{provider}': async (request) => {
    const visit = { provider: providerOf(request), ...readDirectCallback(request) }
    return outcomeReply(await callback(await world(), visit), request.locale)
  },
})

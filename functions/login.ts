import * as v from 'valibot'
import { startDirect, startRedirect } from '../lib/flows/login.ts'
import { door } from '../lib/http/door.ts'
import { clientId, clientState, codeChallenge, redirectUri } from '../lib/http/fields.ts'
import { providerOf, readBody, readQuery } from '../lib/http/input.ts'
import { ok } from '../lib/http/reply.ts'
import { toProvider } from '../lib/http/visit-replies.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'

const redirectQuery = v.object({ clientId, redirectUri, codeChallenge, state: v.optional(clientState) })
const directBody = v.strictObject({
  clientId,
  codeChallenge,
  redirectUri: v.optional(redirectUri),
  flow: v.optional(v.literal('direct')),
  intent: v.optional(v.literal('login')),
})

export const handler = door(routes.login, {
  'GET /login/{provider}': async (request) => {
    const visit = {
      provider: providerOf(request),
      locale: request.locale,
      ...readQuery(request, redirectQuery),
    }
    return toProvider(request, await startRedirect(await world(), visit), visit.provider)
  },
  'POST /login/{provider}': async (request) => {
    const visit = { provider: providerOf(request), locale: request.locale, ...readBody(request, directBody) }
    return ok(await startDirect(await world(), visit), { outcome: 'started', provider: visit.provider })
  },
})

import { refresh } from '../lib/flows/refresh.ts'
import { redeemTicket } from '../lib/flows/token.ts'
import { door } from '../lib/http/door.ts'
import { readTokenRequest } from '../lib/http/token-request.ts'
import { outcomeReply, refreshedReply } from '../lib/http/visit-replies.ts'
import { routes } from '../lib/routes.ts'
import { world } from '../lib/runtime.ts'

export const handler = door(routes.token, {
  'POST /token': async (request) => {
    const asked = readTokenRequest(request)
    if (asked.kind === 'ticket') return outcomeReply(await redeemTicket(await world(), asked), request.locale)
    return refreshedReply(await refresh(await world(), asked.refreshToken))
  },
})

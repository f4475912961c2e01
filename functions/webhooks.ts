import { securityEvents } from '../lib/flows/jobs/security-events.ts'
import { webhooks } from '../lib/flows/jobs/webhooks.ts'
import { door } from '../lib/http/door.ts'
import { providerOf, readForm, readQuery } from '../lib/http/request/input.ts'
import {
  eventResponse,
  noticeFields,
  noticeResponse,
  readDelivery,
  readPushedEvent,
} from '../lib/http/request/provider-notice.ts'
import { readSecurityEvents } from '../lib/providers/events/security-events.ts'
import { addressMarksWorld } from '../lib/runtime/mail-failures.ts'
import { world } from '../lib/runtime/world.ts'

export const handler = door('webhooks', {
  'GET /webhooks/{provider}': async (request) => {
    const provider = providerOf(request)
    const authorization = request.headers.get('authorization')
    const parameters = readQuery(request, noticeFields)
    return noticeResponse(provider, await webhooks(await world(), provider, { authorization, parameters }))
  },
  'POST /webhooks/{provider}': async (request) => {
    const provider = providerOf(request)
    const delivery = readDelivery(request)
    const pushed = delivery === undefined ? readPushedEvent(request) : undefined
    if (pushed !== undefined) {
      const events = { provider, ...pushed, read: readSecurityEvents }
      return eventResponse(provider, pushed, await securityEvents(await addressMarksWorld(), events))
    }
    const authorization = request.headers.get('authorization')
    const parameters = delivery === undefined ? readForm(request, noticeFields) : {}
    const notice = { authorization, parameters, delivery }
    return noticeResponse(provider, await webhooks(await world(), provider, notice))
  },
})

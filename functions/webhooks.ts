import { webhooks } from '../lib/flows/jobs/webhooks.ts'
import { door } from '../lib/http/door.ts'
import { providerOf, readForm, readQuery } from '../lib/http/request/input.ts'
import { noticeFields, noticeResponse } from '../lib/http/request/provider-notice.ts'
import { routes } from '../lib/routes/routes.ts'
import { world } from '../lib/runtime/world.ts'

export const handler = door(routes.webhooks, {
  'GET /webhooks/{provider}': async (request) => {
    const provider = providerOf(request)
    const authorization = request.headers.get('authorization')
    const parameters = readQuery(request, noticeFields)
    return noticeResponse(provider, await webhooks(await world(), provider, { authorization, parameters }))
  },
  'POST /webhooks/{provider}': async (request) => {
    const provider = providerOf(request)
    const authorization = request.headers.get('authorization')
    const parameters = readForm(request, noticeFields)
    return noticeResponse(provider, await webhooks(await world(), provider, { authorization, parameters }))
  },
})

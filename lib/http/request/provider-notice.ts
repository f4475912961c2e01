import * as v from 'valibot'
import type { ProviderId } from '../../domain/values/identity.ts'
import type { Heard } from '../../flows/jobs/webhooks.ts'
import { type HttpResponse, ok } from '../response/response.ts'

/** What a provider sends is the adapter's to read: here it is only text under names, each of them once. */
export const noticeFields = v.record(v.string(), v.string())

/** What the provider wants to hear, whatever there was to do; what was done is for the log alone. */
export function noticeResponse(provider: ProviderId, { effect, acknowledgement }: Heard): HttpResponse {
  const about = { provider, outcome: effect }
  return acknowledgement === 204 ? { status: 204, about } : ok({}, about)
}

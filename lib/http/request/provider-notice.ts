import * as v from 'valibot'
import type { ProviderId } from '../../domain/values/identity.ts'
import type { HandledNotice } from '../../flows/jobs/webhooks.ts'
import { type HttpResponse, ok } from '../response/response.ts'

/** The fields of a provider's notice as plain text, each at most once. The provider's adapter parses them. */
export const noticeFields = v.record(v.string(), v.string())

/** The acknowledgement that the provider expects, whatever the effect. The effect appears only in the log. */
export function noticeResponse(
  provider: ProviderId,
  { effect, acknowledgement }: HandledNotice,
): HttpResponse {
  const about = { provider, outcome: effect }
  return acknowledgement === 204 ? { status: 204, about } : ok({}, about)
}

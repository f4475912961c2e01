import * as v from 'valibot'
import type { ProviderId } from '../../domain/values/identity.ts'
import type { EventEffect } from '../../flows/jobs/security-events.ts'
import type { HandledNotice } from '../../flows/jobs/webhooks.ts'
import { type HttpResponse, ok } from '../response/response.ts'
import { mediaTypeOf } from './input.ts'
import type { Request } from './request.ts'

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

/** The media type of a security event token (RFC 8417, section 2.3). */
export const eventTokenType = 'application/secevent+jwt'

/** The security event token in a body; undefined for a body of another kind. The provider's adapter verifies it. */
export const readEventToken = (request: Request): string | undefined =>
  mediaTypeOf(request) === eventTokenType ? request.body.trim() : undefined

/** The acknowledgement of a security event (RFC 8935, section 2.2): it was understood, whatever it means to us. */
export const eventResponse = (provider: ProviderId, effects: readonly EventEffect[]): HttpResponse => ({
  status: 202,
  about: { provider, outcome: effects.find((effect) => effect !== 'nothing') ?? 'nothing' },
})

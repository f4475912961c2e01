import * as v from 'valibot'
import type { ProviderId } from '../../domain/values/identity.ts'
import type { EventEffect, PushedEvents } from '../../flows/jobs/security-events.ts'
import type { HandledNotice } from '../../flows/jobs/webhooks.ts'
import type { RawNotice } from '../../flows/ports/provider.ts'
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

/** The body of a provider that puts its signed event into JSON (Apple). */
export const eventPayload = v.object({ payload: v.pipe(v.string(), v.nonEmpty()) })

const payloadInJson = v.pipe(v.string(), v.parseJson(), eventPayload)

/** A signed event, with the way in which it came. The provider's adapter verifies it. */
type PushedEvent = Pick<PushedEvents, 'token' | 'cameAs'>

/** The signed event in a body, as `payload` of JSON or as the body itself; undefined for a body of another kind. */
export function readPushedEvent(request: Request): PushedEvent | undefined {
  const type = mediaTypeOf(request)
  if (type === eventTokenType) return { token: request.body.trim(), cameAs: 'body' }
  const json = type === 'application/json' ? v.safeParse(payloadInJson, request.body) : undefined
  return json?.success ? { token: json.output.payload, cameAs: 'payload' } : undefined
}

/** The acknowledgement of a signed event (RFC 8935, section 2.2): it was understood, whatever it means to us. */
export function eventResponse(
  provider: ProviderId,
  { cameAs }: Pick<PushedEvent, 'cameAs'>,
  effects: readonly EventEffect[],
): HttpResponse {
  const about = { provider, outcome: effects.find((effect) => effect !== 'nothing') ?? 'nothing' }
  return cameAs === 'payload' ? ok({}, about) : { status: 202, about }
}

/** A delivery that is signed as a whole; undefined for a request without such a signature. */
export function readDelivery({ headers, body }: Request): RawNotice['delivery'] {
  const signature = headers.get('x-hub-signature-256')
  return signature === undefined ? undefined : { signature, event: headers.get('x-github-event') ?? '', body }
}

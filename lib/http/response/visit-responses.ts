import { settings } from '../../config/current-stage.ts'
import { lifetimes } from '../../domain/values/lifetimes.ts'
import type { Locale } from '../../domain/values/locale.ts'
import type { Started } from '../../flows/login.ts'
import type { SentBack } from '../../flows/redirect-callback.ts'
import type { Refreshed } from '../../flows/refresh.ts'
import { type Decided, type FlowResult, showTerms } from '../../flows/visit/result.ts'
import type { Request } from '../request/request.ts'
import type { Start } from '../request/start-request.ts'
import { forgetOldVisits, oauthRequestCookie, sentVisit, setCookie, ticketCookie } from './cookies.ts'
import { type HttpResponse, redirect } from './response.ts'
import { placeDevice, placeRefresh } from './web-session.ts'

/** The response to a visit's start by a call. A redirect visit also sets the visit's cookie. */
export function startedResponse(request: Request, started: Started, visit: Start): HttpResponse {
  const about = { outcome: 'started', provider: visit.visit.provider }
  const { transaction, ...body } = started
  if (visit.flow === 'direct') return { status: 200, body: started, about }
  const cookies = [...forgetOldVisits(request), visitCookie(started)]
  return { status: 200, body, cookies, about }
}

/**
 * The cookie of a started visit. A browser sends a `Lax` cookie along with a redirect of another site, but not with a
 * form that another site posts, so only where the visit asks for such a form the cookie is `None`. What protects the
 * visit is its `state` and the client's verifier, as ever.
 */
function visitCookie({ state, transaction, authorizationUrl }: Started): string {
  const isPosted = new URL(authorizationUrl).searchParams.get('response_mode') === 'form_post'
  const sameSite = isPosted ? 'None' : 'Lax'
  return setCookie(oauthRequestCookie(state), transaction, { sameSite, maxAge: lifetimes.visitCookie })
}

/** Redirects the browser to the provider. The visit's cookie carries the sealed OAuth request. */
export function toProvider(request: Request, started: Started, provider: string): HttpResponse {
  const cookies = [...forgetOldVisits(request), visitCookie(started)]
  return redirect(started.authorizationUrl, cookies, { outcome: 'started', provider })
}

/**
 * Redirects the browser back to its client with a ticket. The visit's cookie remembers the ticket for its life, so the
 * browser that asks again is sent on with the same one, as it came: by an address or by a posted form.
 */
export function backToClient(
  { method }: Pick<Request, 'method'>,
  { location, state, ticket, transaction, browserSecret, row }: SentBack,
  provider: string,
): HttpResponse {
  // A repeated request finds both cookies there.
  if (browserSecret === undefined) return redirect(location, [], { outcome: 'ticket_repeated', provider })
  const cookies = [
    setCookie(oauthRequestCookie(state), sentVisit(ticket, transaction), {
      sameSite: method === 'POST' ? 'None' : 'Lax',
      maxAge: lifetimes.ticket,
    }),
    setCookie(ticketCookie(ticket), browserSecret, { sameSite: 'Strict', maxAge: lifetimes.ticket }),
  ]
  return redirect(location, cookies, { outcome: 'ticket_issued', row, provider })
}

/**
 * The response for a visit's outcome. The tokens that a new session leaves on
 * the device go into cookies or the body, by client type.
 */
export function outcomeResponse({ result, row }: Decided<FlowResult>, locale: Locale): HttpResponse {
  const about = { outcome: result.outcome, row }
  if (result.outcome !== 'signed_in') return { status: 200, body: result, about }
  const { refreshToken, deviceToken, clientId, termsDue, ...body } = result
  const due = termsDue.length === 0 ? {} : { termsDue: showTerms(termsDue, locale) }
  const { clients, sessions } = settings()
  const refresh = placeRefresh(clients, clientId, refreshToken, sessions.idleSeconds)
  const device = placeDevice(clients, clientId, deviceToken)
  return {
    status: result.created ? 201 : 200,
    body: { ...body, ...due, ...refresh.inBody, ...device.inBody },
    cookies: [...refresh.cookies, ...device.cookies],
    about,
  }
}

/** The response for a renewed session, with the refresh token as the client's type requires. */
export function refreshedResponse({ refreshToken, clientId, ...body }: Refreshed): HttpResponse {
  const { clients, sessions } = settings()
  const { cookies, inBody } = placeRefresh(clients, clientId, refreshToken, sessions.idleSeconds)
  return { status: 200, body: { ...body, ...inBody }, cookies, about: { outcome: 'refreshed' } }
}

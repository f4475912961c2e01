import type { Endpoint, StandInRequest, StandInResponse } from '../messages.ts'
import type { ProviderAccount, ProviderApp, ProviderParts } from './rules.ts'
import type { HeldToken, ProviderState } from './state.ts'
import { clientFault } from './token-endpoint.ts'

/** The access token of a request (RFC 6750, section 2.1), or an empty text. */
export const shownToken = ({ authorization }: Pick<StandInRequest, 'authorization'>): string =>
  /^Bearer (\S+)$/.exec(authorization)?.[1] ?? ''

/** An endpoint for those who hold an access token, such as userinfo. Everybody else gets the refusal. */
export const withToken =
  <Person, Consent>(
    state: ProviderState<Person, Consent>,
    refusal: StandInResponse,
    respond: (held: HeldToken<Person, Consent>, request: StandInRequest) => StandInResponse,
  ): Endpoint =>
  (request) => {
    const held = state.token(shownToken(request))
    return held === undefined ? refusal : respond(held, request)
  }

/** Seconds that a token goes on to live, by real time as a provider tells it. */
export const secondsLeft = ({ expiresAt }: { readonly expiresAt: Date }): number =>
  Math.floor((expiresAt.getTime() - Date.now()) / 1000)

const done: StandInResponse = { status: 200, headers: {}, body: '' }

/** Ends the connection of the person behind a token of a client, or of any. Gives whether the token was known. */
export function endConnection<Person, Consent>(
  state: ProviderState<Person, Consent>,
  token: string,
  clientId?: string,
): boolean {
  const held = state.token(token)
  const isOwn = clientId === undefined || held?.clientId === clientId
  const person = state.refreshTokenOwner(token, clientId) ?? (isOwn ? held?.person : undefined)
  if (person !== undefined) state.disconnect(person)
  return person !== undefined
}

/** Revocation by our app (RFC 7009), which ends the connection. A token that is not known has been revoked. */
export const revocationEndpoint =
  <Person extends ProviderAccount, App extends ProviderApp, Consent>(
    parts: ProviderParts<Person, App, Consent>,
  ): Endpoint =>
  (request) => {
    const fault = clientFault(parts, request)
    if (fault !== undefined) return parts.rules.tokens.refusals[fault]
    endConnection(parts.state, request.form.get('token') ?? '', request.form.get('client_id') ?? undefined)
    return done
  }

import { defined } from '../../domain/values/defined.ts'
import type { ProviderToken } from '../../domain/visit/provider-token.ts'
import type { AuthorizationRequest, CodeGrant } from '../../flows/ports/provider.ts'
import type { ProviderRequest } from '../wire/http.ts'
import type { GoogleApp } from './settings.ts'

/**
 * Requests to Google (developers.google.com, "OpenID Connect"). Every function is pure.
 *
 * Milliseconds for each call. A visit ends within 8 seconds even if every call takes its limit: token or
 * tokeninfo 2.5, userinfo 2.5; a rejected visitor adds 1.5 for revoking. The keys load beside the token.
 */
const timeouts = { signIn: 2_500, profile: 2_500, disconnection: 1_500 } as const

const formBody = (form: Readonly<Record<string, string>>): string => new URLSearchParams(form).toString()

const jsonHeaders = { accept: 'application/json' } as const
const formHeaders = { ...jsonHeaders, 'content-type': 'application/x-www-form-urlencoded' } as const

/** What the client wants of Google's screens. Google knows no `login` and `create`, and always lets choose then. */
function screenForm({ interactive, hints = {} }: AuthorizationRequest): Readonly<Record<string, string>> {
  const { prompt, loginHint } = hints
  const asks = interactive || prompt === 'login' || prompt === 'create'
  const wanted = asks ? 'select_account' : prompt
  return defined({ prompt: wanted, login_hint: loginHint })
}

/**
 * The authorization URL, with the scopes of a sign-in alone. `offline` brings a refresh token at the first
 * consent, the only token that can end the connection after an hour. Google documents no way to demand the
 * password again (`prompt=login`, `max_age`), so `interactive` shows the account chooser.
 */
export function authorizationUrl(app: GoogleApp, request: AuthorizationRequest): string {
  const url = new URL(app.at.authorize)
  url.search = formBody({
    client_id: app.clientId,
    redirect_uri: request.redirectUri,
    response_type: 'code',
    scope: 'openid email profile',
    state: request.state,
    nonce: request.nonce,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
    access_type: 'offline',
    ...screenForm(request),
  })
  return url.href
}

/** Redeems a code for tokens (RFC 6749, section 4.1.3). */
export const tokenRequest = (app: GoogleApp, grant: CodeGrant): ProviderRequest => ({
  method: 'POST',
  url: app.at.token,
  headers: formHeaders,
  body: formBody({
    grant_type: 'authorization_code',
    client_id: app.clientId,
    client_secret: app.clientSecret,
    redirect_uri: grant.redirectUri,
    code: grant.code,
    code_verifier: grant.codeVerifier,
  }),
  timeoutMs: timeouts.signIn,
})

/**
 * Asks for the holder and the app of an access token. Google documents the query as the only place for the
 * token.
 */
export const tokenInfoRequest = (app: GoogleApp, accessToken: string): ProviderRequest => ({
  method: 'GET',
  url: `${app.at.tokeninfo}?${formBody({ access_token: accessToken })}`,
  headers: jsonHeaders,
  timeoutMs: timeouts.signIn,
})

/** Asks for the claims that an id_token may lack. */
export const userinfoRequest = (app: GoogleApp, accessToken: string): ProviderRequest => ({
  method: 'GET',
  url: app.at.userinfo,
  headers: { ...jsonHeaders, authorization: `Bearer ${accessToken}` },
  timeoutMs: timeouts.profile,
})

/** Ends the connection. Revoking either kind of token revokes everything that the visitor granted. */
export const revokeRequest = (app: GoogleApp, { token }: ProviderToken): ProviderRequest => ({
  method: 'POST',
  url: app.at.revoke,
  headers: formHeaders,
  body: formBody({ token }),
  timeoutMs: timeouts.disconnection,
})

import type { ProviderToken } from '../../domain/visit/provider-token.ts'
import type { AuthorizationRequest, CodeGrant } from '../../flows/ports/provider.ts'
import type { ProviderRequest } from '../wire/http.ts'
import type { GoogleApp } from './settings.ts'

/**
 * What is sent to Google (developers.google.com, "OpenID Connect"). Every function is pure.
 *
 * A visit is answered within 8 seconds even if every call takes as long as it may: token or tokeninfo 2.5,
 * userinfo 2.5 and, for a visitor who is turned away, revoking 1.5. Keys are fetched beside the token.
 */
const timeouts = { signIn: 2_500, profile: 2_500, disconnection: 1_500 } as const

const formBody = (form: Readonly<Record<string, string>>): string => new URLSearchParams(form).toString()

const jsonHeaders = { accept: 'application/json' } as const
const formHeaders = { ...jsonHeaders, 'content-type': 'application/x-www-form-urlencoded' } as const

/**
 * Where the visitor's browser goes: asks for no more than who it is. `offline` brings a refresh token at the first
 * consent, which is all that can end the connection later than an hour from then. Google has no way to ask for the
 * password again (`prompt=login` and `max_age` are not documented): the account chooser is what there is.
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
    ...(request.interactive && { prompt: 'select_account' }),
  })
  return url.href
}

/** Redeems a code. */
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

/** Asks whom, and which app, an access token was issued to. Google documents no other place for it than the query. */
export const tokenInfoRequest = (app: GoogleApp, accessToken: string): ProviderRequest => ({
  method: 'GET',
  url: `${app.at.tokeninfo}?${formBody({ access_token: accessToken })}`,
  headers: jsonHeaders,
  timeoutMs: timeouts.signIn,
})

/** Asks for the same of the person as an id_token tells. */
export const userinfoRequest = (app: GoogleApp, accessToken: string): ProviderRequest => ({
  method: 'GET',
  url: app.at.userinfo,
  headers: { ...jsonHeaders, authorization: `Bearer ${accessToken}` },
  timeoutMs: timeouts.profile,
})

/** Ends the connection: either kind of token ends all that the person granted us. */
export const revokeRequest = (app: GoogleApp, { token }: ProviderToken): ProviderRequest => ({
  method: 'POST',
  url: app.at.revoke,
  headers: formHeaders,
  body: formBody({ token }),
  timeoutMs: timeouts.disconnection,
})

import type { ProviderToken } from '../../domain/visit/provider-token.ts'
import { formBody, jsonHeaders, postForm, providerTimeouts } from '../oidc/requests.ts'
import type { ProviderRequest } from '../wire/http.ts'
import type { GoogleApp } from './settings.ts'

/**
 * Asks for the holder and the app of an access token (developers.google.com, "OpenID Connect"). Google documents
 * the query as the only place for the token. Pure.
 */
export const tokenInfoRequest = (app: GoogleApp, accessToken: string): ProviderRequest => ({
  method: 'GET',
  url: `${app.at.tokeninfo}?${formBody({ access_token: accessToken })}`,
  headers: jsonHeaders,
  timeoutMs: providerTimeouts.signIn,
})

/** Ends the connection. Revoking either kind of token revokes everything that the visitor granted. Pure. */
export const revokeRequest = (app: GoogleApp, { token }: ProviderToken): ProviderRequest =>
  postForm(app.at.revoke, { token }, providerTimeouts.disconnection)

/** Asks for another access token, which only a connected person gets (RFC 6749, section 6). Pure. */
export const refreshRequest = (
  { at, clientId, clientSecret }: GoogleApp,
  { token }: ProviderToken,
): ProviderRequest =>
  postForm(
    at.token,
    {
      grant_type: 'refresh_token',
      refresh_token: token,
      client_id: clientId,
      client_secret: clientSecret,
    },
    providerTimeouts.signIn,
  )

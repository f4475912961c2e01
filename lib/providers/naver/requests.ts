import type { ProviderToken } from '../../domain/visit/provider-token.ts'
import type { AuthorizationRequest, CodeGrant } from '../../flows/ports/provider.ts'
import type { ProviderRequest } from '../wire/http.ts'
import type { NaverApp } from './settings.ts'

/**
 * Requests to Naver (developers.naver.com, "네이버 로그인 개발가이드"). Every function is pure.
 *
 * Milliseconds for each call. A visit ends within 8 seconds even if every call takes its limit: token 2.5,
 * keys 1, profile 2.5; a rejected visitor adds 1.5 for revoking.
 */
const timeouts = { signIn: 2_500, profile: 2_500, disconnection: 1_500 } as const

/**
 * Naver has two stacks. Signing in uses the newer one, which alone has PKCE and id_tokens. Naver documents
 * revoking for the older one alone, and not whether it accepts tokens of the newer one.
 */
const paths = {
  authorize: '/oauth2/authorize',
  token: '/oauth2/token',
  keys: '/oauth2/jwks',
  revoke: '/oauth2.0/revoke',
  profile: '/v1/nid/me',
} as const

type Form = Readonly<Record<string, string>>

const jsonHeaders = { accept: 'application/json' } as const
const formHeaders = {
  ...jsonHeaders,
  'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
} as const

/** The authorization URL. The console decides which items are requested. */
export function authorizationUrl(app: NaverApp, request: AuthorizationRequest): string {
  const url = new URL(paths.authorize, app.authOrigin)
  const query: Form = {
    client_id: app.clientId,
    redirect_uri: request.redirectUri,
    response_type: 'code',
    scope: 'openid',
    state: request.state,
    nonce: request.nonce,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
    ...(request.interactive && { auth_type: 'reauthenticate' }),
  }
  url.search = new URLSearchParams(query).toString()
  return url.href
}

/** The URL of Naver's signing keys. */
export const keysUrl = (app: NaverApp): string => `${app.authOrigin}${paths.keys}`

/** A form with our credentials in the body. The documented GET would put them into a URL. */
function post(app: NaverApp, path: string, form: Form, timeoutMs: number): ProviderRequest {
  const { clientId: client_id, clientSecret: client_secret } = app
  return {
    method: 'POST',
    url: `${app.authOrigin}${path}`,
    headers: formHeaders,
    body: new URLSearchParams({ ...form, client_id, client_secret }).toString(),
    timeoutMs,
  }
}

/** Redeems a code for tokens. Naver requires the `state` here too. */
export function tokenRequest(app: NaverApp, grant: CodeGrant): ProviderRequest {
  const form = {
    grant_type: 'authorization_code',
    redirect_uri: grant.redirectUri,
    code: grant.code,
    state: grant.state,
    code_verifier: grant.codeVerifier,
  }
  return post(app, paths.token, form, timeouts.signIn)
}

/** Asks for everything that the person agreed to share. Naver accepts exactly one space before the token. */
export const profileRequest = (app: NaverApp, accessToken: string): ProviderRequest => ({
  method: 'GET',
  url: `${app.apiOrigin}${paths.profile}`,
  headers: { ...jsonHeaders, authorization: `Bearer ${accessToken}` },
  timeoutMs: timeouts.profile,
})

/** Ends the connection of the token's holder, together with all their tokens (RFC 7009). */
export function revokeRequest(app: NaverApp, { kind, token }: ProviderToken): ProviderRequest {
  const form = { token, token_type_hint: `${kind}_token` }
  return post(app, paths.revoke, form, timeouts.disconnection)
}

/** Asks for another access token, which only a connected person gets. The refresh token stays the same. */
export const refreshRequest = (app: NaverApp, refreshToken: string): ProviderRequest =>
  post(app, paths.token, { grant_type: 'refresh_token', refresh_token: refreshToken }, timeouts.disconnection)

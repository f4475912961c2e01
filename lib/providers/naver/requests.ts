import type { ProviderToken } from '../../domain/visit/provider-token.ts'
import type { AuthorizationRequest, CodeGrant } from '../../flows/ports/provider.ts'
import type { ProviderRequest } from '../wire/http.ts'
import type { NaverApp } from './settings.ts'

/**
 * What is sent to Naver (developers.naver.com, "네이버 로그인 개발가이드"). Every function is pure.
 *
 * A visit is answered within 8 seconds even if every call takes as long as it may: token 2.5, keys 1, profile 2.5
 * and, for a visitor who is turned away, revoking 1.5.
 */
const timeouts = { signIn: 2_500, profile: 2_500, disconnection: 1_500 } as const

/**
 * Naver has two stacks side by side. Signing in takes the newer one, which alone has PKCE and id_tokens; revoking
 * is told of for the older one alone. That it takes the tokens of the newer one too is not written anywhere.
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

/** Where the visitor's browser goes. Which items are asked for, the console says. */
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

/** Where the keys are that Naver signs with. */
export const keysUrl = (app: NaverApp): string => `${app.authOrigin}${paths.keys}`

/** A form with our credentials, which Naver takes in the body; the documented GET would put them into a URL. */
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

/** Redeems a code. Naver wants the `state` here as well. */
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

/** Asks for all that the person agreed to share. Exactly one space may stand before the token. */
export const profileRequest = (app: NaverApp, accessToken: string): ProviderRequest => ({
  method: 'GET',
  url: `${app.apiOrigin}${paths.profile}`,
  headers: { ...jsonHeaders, authorization: `Bearer ${accessToken}` },
  timeoutMs: timeouts.profile,
})

/** Ends the connection of the person whose token it is, with all their tokens (RFC 7009). */
export function revokeRequest(app: NaverApp, { kind, token }: ProviderToken): ProviderRequest {
  const form = { token, token_type_hint: `${kind}_token` }
  return post(app, paths.revoke, form, timeouts.disconnection)
}

/** Asks for another access token: only who is connected has one. The refresh token stays as it is. */
export const refreshRequest = (app: NaverApp, refreshToken: string): ProviderRequest =>
  post(app, paths.token, { grant_type: 'refresh_token', refresh_token: refreshToken }, timeouts.disconnection)

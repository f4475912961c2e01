import type { AuthorizationRequest, CodeGrant } from '../../flows/ports/provider.ts'
import type { ProviderRequest } from '../wire/http.ts'
import type { GithubApp } from './settings.ts'

/**
 * Requests to GitHub (docs.github.com: "Authorizing OAuth apps", and REST API "Apps", "Users", "Emails").
 * Every function is pure.
 *
 * Milliseconds for each call. A visit ends within 8 seconds even if every call takes its limit: token 2, user
 * 1.2, addresses 1.5 and 0.6 for each further page; a rejected visitor adds 1 for a token that ends the grant
 * and 1 for ending it.
 */
const timeouts = { token: 2_000, user: 1_200, emails: 1_500, morePages: 600, disconnection: 1_000 } as const

/** The largest page size that GitHub allows. */
export const emailsOnAPage = 100

/** GitHub rejects requests without a user agent. */
const userAgent = { 'user-agent': 'ieum' } as const
/** Without `accept`, GitHub responds with a form instead of JSON. */
const jsonHeaders = { accept: 'application/json', ...userAgent } as const
const apiHeaders = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
  ...userAgent,
} as const

/**
 * The authorization URL (docs.github.com, "Authorizing OAuth apps"). Only the address needs a scope. GitHub
 * has no nonce.
 */
export function authorizationUrl(app: GithubApp, request: AuthorizationRequest): string {
  const query = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: request.redirectUri,
    scope: 'user:email',
    state: request.state,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
    ...(request.interactive && { prompt: 'select_account' }),
  })
  return `${app.origin}/login/oauth/authorize?${query}`
}

const exchange = (
  app: GithubApp,
  form: Readonly<Record<string, string>>,
  timeoutMs: number,
): ProviderRequest => ({
  method: 'POST',
  url: `${app.origin}/login/oauth/access_token`,
  headers: { ...jsonHeaders, 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({
    client_id: app.clientId,
    client_secret: app.clientSecret,
    ...form,
  }).toString(),
  timeoutMs,
})

/** Redeems a code for tokens (RFC 6749, section 4.1.3). */
export const tokenRequest = (
  app: GithubApp,
  { code, redirectUri, codeVerifier }: CodeGrant,
): ProviderRequest =>
  exchange(app, { code, redirect_uri: redirectUri, code_verifier: codeVerifier }, timeouts.token)

/**
 * Exchanges a refresh token for an access token that can end the grant. GitHub invalidates the previous pair
 * at once.
 */
export const refreshRequest = (app: GithubApp, refreshToken: string): ProviderRequest =>
  exchange(app, { grant_type: 'refresh_token', refresh_token: refreshToken }, timeouts.disconnection)

const read = (app: GithubApp, path: string, accessToken: string, timeoutMs: number): ProviderRequest => ({
  method: 'GET',
  url: `${app.apiOrigin}${path}`,
  headers: { ...apiHeaders, authorization: `Bearer ${accessToken}` },
  timeoutMs,
})

/** Asks for the holder of an access token. */
export const userRequest = (app: GithubApp, accessToken: string): ProviderRequest =>
  read(app, '/user', accessToken, timeouts.user)

/** Asks for one page of an account's addresses. `page` starts at 1. */
export const emailsRequest = (app: GithubApp, accessToken: string, page: number): ProviderRequest =>
  read(
    app,
    `/user/emails?per_page=${emailsOnAPage}&page=${page}`,
    accessToken,
    page === 1 ? timeouts.emails : timeouts.morePages,
  )

/** A request that the app itself makes about the token of one of its users. */
const asApp = (
  app: GithubApp,
  method: 'POST' | 'DELETE',
  subject: 'token' | 'grant',
  accessToken: string,
): ProviderRequest => ({
  method,
  url: `${app.apiOrigin}/applications/${encodeURIComponent(app.clientId)}/${subject}`,
  headers: {
    ...apiHeaders,
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}`,
  },
  body: JSON.stringify({ access_token: accessToken }),
  timeoutMs: subject === 'token' ? timeouts.token : timeouts.disconnection,
})

/** Asks whether a token was issued to our app, and to whom. */
export const checkRequest = (app: GithubApp, accessToken: string): ProviderRequest =>
  asApp(app, 'POST', 'token', accessToken)

/** Ends a visitor's grant together with all its tokens. */
export const endGrantRequest = (app: GithubApp, accessToken: string): ProviderRequest =>
  asApp(app, 'DELETE', 'grant', accessToken)

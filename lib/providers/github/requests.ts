import type { AuthorizationRequest, CodeGrant } from '../../flows/ports/provider.ts'
import type { ProviderRequest } from '../wire/http.ts'
import type { GithubApp } from './settings.ts'

/**
 * What is sent to GitHub (docs.github.com, "Authorizing OAuth apps"; REST API, "Apps", "Users", "Emails"). Every
 * function is pure.
 *
 * A visit is answered within 8 seconds even if every call takes as long as it may: token 2, user 1.2, addresses 1.5
 * and 0.6 for each further page, and for a visitor who is turned away 1 for a token to end the grant with and 1 for
 * ending it.
 */
const timeouts = { token: 2_000, user: 1_200, emails: 1_500, morePages: 600, disconnection: 1_000 } as const

/** The most that one page can have. */
export const emailsOnAPage = 100

/** GitHub refuses whoever does not say who is asking. */
const userAgent = { 'user-agent': 'ieum' } as const
/** Without `accept`, GitHub answers with a form. */
const jsonHeaders = { accept: 'application/json', ...userAgent } as const
const apiHeaders = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
  ...userAgent,
} as const

/** Where the visitor's browser goes. The address is all that needs a scope; GitHub knows no nonce. */
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

/** Redeems a code. */
export const tokenRequest = (
  app: GithubApp,
  { code, redirectUri, codeVerifier }: CodeGrant,
): ProviderRequest =>
  exchange(app, { code, redirect_uri: redirectUri, code_verifier: codeVerifier }, timeouts.token)

/** Gets an access token to end the grant with. Both tokens of before stop working at once. */
export const refreshRequest = (app: GithubApp, refreshToken: string): ProviderRequest =>
  exchange(app, { grant_type: 'refresh_token', refresh_token: refreshToken }, timeouts.disconnection)

const read = (app: GithubApp, path: string, accessToken: string, timeoutMs: number): ProviderRequest => ({
  method: 'GET',
  url: `${app.apiOrigin}${path}`,
  headers: { ...apiHeaders, authorization: `Bearer ${accessToken}` },
  timeoutMs,
})

/** Asks who holds a token. */
export const userRequest = (app: GithubApp, accessToken: string): ProviderRequest =>
  read(app, '/user', accessToken, timeouts.user)

/** Asks for one page of the addresses of an account. */
export const emailsRequest = (app: GithubApp, accessToken: string, page: number): ProviderRequest =>
  read(
    app,
    `/user/emails?per_page=${emailsOnAPage}&page=${page}`,
    accessToken,
    page === 1 ? timeouts.emails : timeouts.morePages,
  )

/** A call that the app makes for itself, about a token of one of its users. */
const asApp = (
  app: GithubApp,
  method: 'POST' | 'DELETE',
  what: 'token' | 'grant',
  accessToken: string,
): ProviderRequest => ({
  method,
  url: `${app.apiOrigin}/applications/${encodeURIComponent(app.clientId)}/${what}`,
  headers: {
    ...apiHeaders,
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}`,
  },
  body: JSON.stringify({ access_token: accessToken }),
  timeoutMs: what === 'token' ? timeouts.token : timeouts.disconnection,
})

/** Asks whether a token is one that was issued to us, and to whom. */
export const checkRequest = (app: GithubApp, accessToken: string): ProviderRequest =>
  asApp(app, 'POST', 'token', accessToken)

/** Ends the grant of a person, with every token of it. */
export const endGrantRequest = (app: GithubApp, accessToken: string): ProviderRequest =>
  asApp(app, 'DELETE', 'grant', accessToken)

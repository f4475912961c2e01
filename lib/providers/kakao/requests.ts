import { defined } from '../../domain/values/defined.ts'
import type { Subject } from '../../domain/values/identity.ts'
import type { AuthorizationRequest, CodeGrant } from '../../flows/ports/provider.ts'
import type { ProviderRequest } from '../wire/http.ts'
import type { KakaoApp } from './settings.ts'

/**
 * Requests to Kakao (developers.kakao.com, "Kakao Login: REST API"). Every function is pure.
 *
 * Milliseconds for each call. A visit ends within 8 seconds even if every call takes its limit: token 2.5,
 * keys 1, profile 2.5; a rejected visitor adds 1.5 for disconnecting.
 */
const timeouts = { signIn: 2_500, profile: 2_500, disconnection: 1_500 } as const

/**
 * The person whose data a call reads: the holder of a token, or a subject that the app names with its admin
 * key.
 */
export type KakaoCaller = { readonly accessToken: string } | { readonly subject: Subject }

type Form = Readonly<Record<string, string>>

const formBody = (form: Form): string => new URLSearchParams(form).toString()

const jsonHeaders = { accept: 'application/json' } as const
const formHeaders = {
  ...jsonHeaders,
  'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
} as const

const adminHeader = (app: KakaoApp) => ({ authorization: `KakaoAK ${app.adminKey}` })
const target = (subject: Subject): Form => ({ target_id_type: 'user_id', target_id: subject })

/** What the client wants of Kakao's screens. Linking and re-authentication always ask for a sign-in. */
function screenForm({ interactive, hints = {} }: AuthorizationRequest): Form {
  const { prompt, loginHint, channels = [] } = hints
  const wanted = interactive ? 'login' : prompt
  return {
    ...defined({ prompt: wanted, login_hint: loginHint }),
    ...(channels.length > 0 && { channel_public_id: channels.join(',') }),
  }
}

/** The authorization URL. With OpenID Connect on, a `scope` without `openid` brings no id_token. */
export function authorizationUrl(app: KakaoApp, request: AuthorizationRequest): string {
  const url = new URL('/oauth/authorize', app.authOrigin)
  const scopes = app.scopes ?? []
  url.search = formBody({
    client_id: app.clientId,
    redirect_uri: request.redirectUri,
    response_type: 'code',
    state: request.state,
    nonce: request.nonce,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
    ...(scopes.length > 0 && { scope: [...new Set(['openid', ...scopes])].join(',') }),
    ...(app.serviceTerms?.length && { service_terms: app.serviceTerms.join(',') }),
    ...screenForm(request),
  })
  return url.href
}

/** Redeems a code for tokens. Kakao accepts the client secret in the body alone. */
export function tokenRequest(app: KakaoApp, grant: CodeGrant): ProviderRequest {
  return {
    method: 'POST',
    url: `${app.authOrigin}/oauth/token`,
    headers: formHeaders,
    body: formBody({
      grant_type: 'authorization_code',
      client_id: app.clientId,
      redirect_uri: grant.redirectUri,
      code: grant.code,
      code_verifier: grant.codeVerifier,
      ...defined({ client_secret: app.clientSecret }),
    }),
    timeoutMs: timeouts.signIn,
  }
}

/** Asks for the holder and the app of an access token. */
export function tokenInfoRequest(app: KakaoApp, accessToken: string): ProviderRequest {
  return {
    method: 'GET',
    url: `${app.apiOrigin}/v1/user/access_token_info`,
    headers: { ...jsonHeaders, authorization: `Bearer ${accessToken}` },
    timeoutMs: timeouts.signIn,
  }
}

function read(app: KakaoApp, path: string, caller: KakaoCaller, query: Form): ProviderRequest {
  const byToken = 'accessToken' in caller
  const search = formBody({ ...query, ...(byToken ? {} : target(caller.subject)) })
  const authorization = byToken ? { authorization: `Bearer ${caller.accessToken}` } : adminHeader(app)
  return {
    method: 'GET',
    url: `${app.apiOrigin}${path}?${search}`,
    headers: { ...jsonHeaders, ...authorization },
    timeoutMs: timeouts.profile,
  }
}

/** Asks for everything that the person agreed to share, with https URLs of pictures. */
export const profileRequest = (app: KakaoApp, caller: KakaoCaller): ProviderRequest =>
  read(app, '/v2/user/me', caller, { secure_resource: 'true' })

/**
 * Asks whether a person is connected to the app. The short limit lets us respond to the webhook within
 * Kakao's 3 seconds.
 */
export const connectionRequest = (app: KakaoApp, subject: Subject): ProviderRequest => ({
  ...read(app, '/v2/user/me', { subject }, {}),
  timeoutMs: timeouts.disconnection,
})

/** Asks for the agreements to all terms of the app. The default list omits terms that are not agreed. */
export const termsRequest = (app: KakaoApp, caller: KakaoCaller): ProviderRequest =>
  read(app, '/v2/user/service_terms', caller, { result: 'app_service_terms' })

function act(app: KakaoApp, path: string, subject: Subject, form: Form = {}): ProviderRequest {
  return {
    method: 'POST',
    url: `${app.apiOrigin}${path}`,
    headers: { ...formHeaders, ...adminHeader(app) },
    body: formBody({ ...target(subject), ...form }),
    timeoutMs: timeouts.disconnection,
  }
}

/** Ends the connection between a person and the app. Kakao sends no webhook for it. */
export const unlinkRequest = (app: KakaoApp, subject: Subject): ProviderRequest =>
  act(app, '/v1/user/unlink', subject)

/** Ends all tokens of a person in the app. */
export const logoutRequest = (app: KakaoApp, subject: Subject): ProviderRequest =>
  act(app, '/v1/user/logout', subject)

/** Records agreements that a person gave in our own form. */
export const upgradeTermsRequest = (
  app: KakaoApp,
  subject: Subject,
  tags: readonly string[],
): ProviderRequest => act(app, '/v2/user/upgrade/service_terms', subject, { tags: tags.join(',') })

/** Revokes a person's agreements to terms. */
export const revokeTermsRequest = (
  app: KakaoApp,
  subject: Subject,
  tags: readonly string[],
): ProviderRequest => act(app, '/v2/user/revoke/service_terms', subject, { tags: tags.join(',') })

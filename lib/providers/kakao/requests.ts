import type { Subject } from '../../domain/values/identity.ts'
import type { FormFields } from '../oidc/app.ts'
import { bearerRequest, formBody, jsonHeaders, postForm, providerTimeouts } from '../oidc/requests.ts'
import type { ProviderRequest } from '../wire/http.ts'
import type { KakaoApp } from './settings.ts'

/**
 * The requests that Kakao alone has (developers.kakao.com, "Kakao Login: REST API"). Every function is pure.
 *
 * The person whose data a call reads: the holder of a token, or a subject that the app names with its admin
 * key.
 */
export type KakaoCaller = { readonly accessToken: string } | { readonly subject: Subject }

const adminHeader = (app: KakaoApp) => ({ authorization: `KakaoAK ${app.adminKey}` })
const target = (subject: Subject): FormFields => ({ target_id_type: 'user_id', target_id: subject })

/** Asks for the holder and the app of an access token. */
export const tokenInfoRequest = (app: KakaoApp, accessToken: string): ProviderRequest =>
  bearerRequest(`${app.apiOrigin}/v1/user/access_token_info`, accessToken, providerTimeouts.signIn)

function read(app: KakaoApp, path: string, caller: KakaoCaller, query: FormFields): ProviderRequest {
  const byToken = 'accessToken' in caller
  const search = formBody({ ...query, ...(byToken ? {} : target(caller.subject)) })
  const authorization = byToken ? { authorization: `Bearer ${caller.accessToken}` } : adminHeader(app)
  return {
    method: 'GET',
    url: `${app.apiOrigin}${path}?${search}`,
    headers: { ...jsonHeaders, ...authorization },
    timeoutMs: providerTimeouts.profile,
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
  timeoutMs: providerTimeouts.disconnection,
})

/** Asks for the agreements to all terms of the app. The default list omits terms that are not agreed. */
export const termsRequest = (app: KakaoApp, caller: KakaoCaller): ProviderRequest =>
  read(app, '/v2/user/service_terms', caller, { result: 'app_service_terms' })

function act(app: KakaoApp, path: string, subject: Subject, form: FormFields = {}): ProviderRequest {
  const posted = postForm(
    `${app.apiOrigin}${path}`,
    { ...target(subject), ...form },
    providerTimeouts.disconnection,
  )
  return { ...posted, headers: { ...posted.headers, ...adminHeader(app) } }
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

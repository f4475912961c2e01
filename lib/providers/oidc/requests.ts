import { defined } from '../../domain/values/defined.ts'
import type { AuthorizationRequest, CodeGrant } from '../../flows/ports/provider.ts'
import type { ProviderRequest } from '../wire/http.ts'
import type { FormFields, OidcApp } from './app.ts'

/**
 * Requests to an OpenID provider (OpenID Connect Core 1.0). Every function is pure.
 *
 * Milliseconds for each call. A visit ends within 8 seconds even if every call takes its limit: token or a check
 * of a token 2.5, keys 1, userinfo 2.5; a rejected visitor adds 1.5 for disconnecting.
 */
export const providerTimeouts = { signIn: 2_500, profile: 2_500, disconnection: 1_500 } as const

export const formBody = (form: FormFields): string => new URLSearchParams(form).toString()

export const jsonHeaders = { accept: 'application/json' } as const
const formHeaders = {
  ...jsonHeaders,
  'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
} as const

/** The authorization URL (OpenID Connect Core, section 3.1.2.1; RFC 7636, section 4.3). */
export function codeFlowUrl(app: OidcApp, request: AuthorizationRequest): string {
  const url = new URL(app.at.authorize)
  const params = {
    client_id: app.clientId,
    redirect_uri: request.redirectUri,
    response_type: 'code',
    state: request.state,
    nonce: request.nonce,
    ...(app.pkce !== 'unknown' && {
      code_challenge: request.codeChallenge,
      code_challenge_method: 'S256',
    }),
    ...app.authorizationParams(request),
  }
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  return url.href
}

/** Posts a form. */
export const postForm = (url: string, form: FormFields, timeoutMs: number): ProviderRequest => ({
  method: 'POST',
  url,
  headers: formHeaders,
  body: formBody(form),
  timeoutMs,
})

/** Our client and its secret, as fields of a form (RFC 6749, section 2.3.1). */
export const clientFields = async ({ clientId, clientSecret }: OidcApp): Promise<FormFields> => ({
  client_id: clientId,
  ...defined({ client_secret: await clientSecret() }),
})

/** The characters of a form, as a header with our client and its secret needs them (RFC 6749, section 2.3.1). */
const formEncoded = (text: string): string => formBody({ '': text }).slice(1)

/** Posts a form that shows our client and its secret. */
export async function authenticatedForm(
  app: OidcApp,
  url: string,
  form: FormFields,
  timeoutMs: number,
): Promise<ProviderRequest> {
  const { client_id: clientId = '', client_secret: secret } = await clientFields(app)
  if (app.secretIn !== 'header' || secret === undefined) {
    return postForm(url, { ...form, ...(await clientFields(app)) }, timeoutMs)
  }
  const request = postForm(url, form, timeoutMs)
  const credentials = Buffer.from(`${formEncoded(clientId)}:${formEncoded(secret)}`).toString('base64')
  return { ...request, headers: { ...request.headers, authorization: `Basic ${credentials}` } }
}

/** Redeems a code for tokens (RFC 6749, section 4.1.3). */
export const codeRequest = (app: OidcApp, grant: CodeGrant): Promise<ProviderRequest> =>
  authenticatedForm(
    app,
    app.at.token,
    {
      grant_type: 'authorization_code',
      redirect_uri: grant.redirectUri,
      code: grant.code,
      ...(app.pkce !== 'unknown' && { code_verifier: grant.codeVerifier }),
      ...app.tokenParams,
    },
    providerTimeouts.signIn,
  )

/** A call with the access token of a person (RFC 6750, section 2.1). */
export const bearerRequest = (url: string, accessToken: string, timeoutMs: number): ProviderRequest => ({
  method: 'GET',
  url,
  headers: { ...jsonHeaders, authorization: `Bearer ${accessToken}` },
  timeoutMs,
})

import type { AuthorizationEndpoint, Grant } from '../host/authorization-endpoint.ts'
import { type Endpoint, jsonResponse, type StandInRequest, type StandInResponse } from '../host/messages.ts'
import { s256 } from '../host/s256.ts'
import type { GithubClients } from './persona.ts'
import { type GithubPair, type GithubState, tokenLifetimes } from './state.ts'

type TokenFields = Readonly<Record<string, string | number>>

/** Without `Accept: application/json`, GitHub responds with a form. */
function formatted({ accept }: StandInRequest, fields: TokenFields): StandInResponse {
  if (accept.includes('json')) return jsonResponse(200, fields)
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) form.set(name, `${value}`)
  return {
    status: 200,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: form.toString(),
  }
}

/** GitHub reports errors with status 200. */
const refusal = (error: string, description: string): TokenFields => ({
  error,
  error_description: description,
  error_uri: `https://docs.github.com/apps/managing-oauth-apps/troubleshooting#${error.replaceAll('_', '-')}`,
})

const badCode = refusal('bad_verification_code', 'The code passed is incorrect or expired.')

/** The reason to refuse a code. A code works once, so a refused code is gone too. */
function grantFault(grant: Grant | undefined, form: URLSearchParams): TokenFields | undefined {
  if (grant === undefined) return badCode
  if (form.get('redirect_uri') !== grant.params.redirect_uri) {
    return refusal('redirect_uri_mismatch', 'The redirect_uri MUST match the registered callback URL.')
  }
  return s256(form.get('code_verifier') ?? '') === grant.params.code_challenge ? undefined : badCode
}

/** The token response. Its scopes are separated by commas, those of the request by spaces. */
const pairFields = ({ accessToken, refreshToken, scopes }: GithubPair): TokenFields => ({
  access_token: accessToken,
  ...(refreshToken !== undefined && {
    expires_in: tokenLifetimes.access,
    refresh_token: refreshToken,
    refresh_token_expires_in: tokenLifetimes.refresh,
  }),
  scope: scopes.join(','),
  token_type: 'bearer',
})

function redeem(state: GithubState, endpoint: AuthorizationEndpoint, form: URLSearchParams): TokenFields {
  const grant = endpoint.redeem(form.get('code') ?? '')
  const fault = grantFault(grant, form)
  if (grant === undefined || fault !== undefined) return fault ?? badCode
  const person = state.person(grant.person)
  return person.trouble === 'code' ? badCode : pairFields(state.issue(person))
}

function refresh(state: GithubState, form: URLSearchParams): TokenFields {
  const pair = state.refresh(form.get('refresh_token') ?? '')
  return pair === undefined
    ? refusal('bad_refresh_token', 'The refresh token passed is incorrect or expired.')
    : pairFields(pair)
}

/**
 * `POST /login/oauth/access_token`, for a code and for a refresh token (docs.github.com, "Authorizing OAuth
 * apps").
 */
export function tokenEndpoint(
  clients: GithubClients,
  state: GithubState,
  endpoint: AuthorizationEndpoint,
): Endpoint {
  return (request) => {
    const { form } = request
    const isOurs =
      form.get('client_id') === clients.clientId && form.get('client_secret') === clients.clientSecret
    if (!isOurs) {
      const why = 'The client_id and/or client_secret passed are incorrect.'
      return formatted(request, refusal('incorrect_client_credentials', why))
    }
    const isRefresh = form.get('grant_type') === 'refresh_token'
    return formatted(request, isRefresh ? refresh(state, form) : redeem(state, endpoint, form))
  }
}

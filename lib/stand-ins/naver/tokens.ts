import { defined } from '../../domain/values/defined.ts'
import type { AuthorizationEndpoint, Grant } from '../host/authorization-endpoint.ts'
import { type Endpoint, jsonResponse, type StandInResponse } from '../host/messages.ts'
import { s256 } from '../host/s256.ts'
import type { SigningKeys } from '../host/signing-keys.ts'
import type { NaverClients } from './persona.ts'
import { type NaverState, tokenLifetime } from './state.ts'

/**
 * The claims of an id_token. Times are epoch seconds. Naver may not repeat a nonce, so `nonce` is optional.
 */
export const idTokenClaims = (iss: string, aud: string, sub: string, nonce?: string) => {
  const iat = Math.floor(Date.now() / 1000)
  return { iss, aud, sub, iat, exp: iat + tokenLifetime, ...defined({ nonce }) }
}

/** Naver reports errors with status 200. */
const refusal = (error: string, description: string): StandInResponse =>
  jsonResponse(200, { error, error_description: description })
/** An unknown client gets a 401. */
const wrongClient = jsonResponse(401, { error: 'invalid_client' })

const isOurs = (clients: NaverClients, form: URLSearchParams): boolean =>
  form.get('client_id') === clients.clientId && form.get('client_secret') === clients.clientSecret

/** The reason to refuse a code. A code works once, so a refused code is gone too. */
function grantFault(grant: Grant | undefined, form: URLSearchParams): StandInResponse | undefined {
  if (grant === undefined || form.get('state') !== grant.params.state) {
    return refusal('invalid_request', 'no valid data in session')
  }
  if (form.has('redirect_uri') && form.get('redirect_uri') !== grant.params.redirect_uri) {
    return refusal('invalid_grant', 'redirect_uri mismatch')
  }
  const isVerifierRight = s256(form.get('code_verifier') ?? '') === grant.params.code_challenge
  return isVerifierRight ? undefined : refusal('invalid_grant', 'code_verifier mismatch')
}

/** The parts that issuing tokens needs. */
export interface TokenIssue {
  readonly clients: NaverClients
  readonly state: NaverState
  readonly endpoint: AuthorizationEndpoint
  readonly keys: SigningKeys
  readonly origin: string
  /** Whether an id_token repeats the nonce of its visit. */
  readonly repeatsNonce: boolean
}

function redeem({ clients, state, endpoint, keys, origin, repeatsNonce }: TokenIssue, form: URLSearchParams) {
  const grant = endpoint.redeem(form.get('code') ?? '')
  const fault = grantFault(grant, form)
  if (grant === undefined || fault !== undefined) return fault ?? jsonResponse(500, {})
  const person = state.person(grant.person)
  if (person.trouble === 'code') return refusal('invalid_request', 'no valid data in session')
  const { accessToken, refreshToken } = state.issueTokens(person)
  const nonce = repeatsNonce ? grant.params.nonce : undefined
  return jsonResponse(200, {
    access_token: accessToken,
    refresh_token: refreshToken,
    token_type: 'bearer',
    expires_in: `${tokenLifetime}`,
    id_token: keys.sign(idTokenClaims(origin, clients.clientId, person.id, nonce)),
  })
}

function refresh({ clients, state }: TokenIssue, form: URLSearchParams): StandInResponse {
  const person = state.refreshTokenOwner(form.get('refresh_token') ?? '')
  if (person === undefined) return refusal('invalid_request', 'invalid refresh_token')
  const accessToken = state.issueAccessToken(person, clients.clientId)
  return jsonResponse(200, {
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: `${tokenLifetime}`,
  })
}

/** `POST /oauth2/token`, for a code and for a refresh token. */
export function tokenEndpoint(issue: TokenIssue): Endpoint {
  return ({ form }) => {
    if (!isOurs(issue.clients, form)) return wrongClient
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return redeem(issue, form)
      case 'refresh_token':
        return refresh(issue, form)
      default:
        return refusal('unsupported_grant_type', 'grant_type is wrong')
    }
  }
}

/** `POST /oauth2.0/revoke` (RFC 7009): status 200 without a body, also for an invalid token. */
export function revokeEndpoint(clients: NaverClients, state: NaverState): Endpoint {
  return ({ form }) => {
    if (!isOurs(clients, form)) return wrongClient
    const token = form.get('token') ?? ''
    const person = state.refreshTokenOwner(token) ?? state.token(token)?.person
    if (person !== undefined) state.disconnect(person)
    return { status: 200, headers: {}, body: '' }
  }
}

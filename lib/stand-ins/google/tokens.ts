import { createHash } from 'node:crypto'
import { defined } from '../../domain/values/defined.ts'
import type { AuthorizationEndpoint, Grant } from '../host/authorization-endpoint.ts'
import { type Endpoint, jsonResponse, type StandInResponse } from '../host/messages.ts'
import { s256 } from '../host/s256.ts'
import type { SigningKeys } from '../host/signing-keys.ts'
import { type GoogleClients, type GooglePersona, profileClaimsOf } from './persona.ts'
import { type GoogleState, tokenLifetime } from './state.ts'

type Claims = Readonly<Record<string, unknown>>

/** The claims of an id_token without the profile. Times are epoch seconds. */
export function idTokenClaims(iss: string, aud: string, azp: string): Claims {
  const iat = Math.floor(Date.now() / 1000)
  return { iss, aud, azp, iat, exp: iat + 3600 }
}

/** The left half of the access token's SHA-256 (OpenID Connect Core, section 3.1.3.6). */
const hashOf = (accessToken: string): string =>
  createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url')

const refusal = (status: number, error: string, description: string): StandInResponse =>
  jsonResponse(status, { error, error_description: description })

/** The reason to refuse a code. A code works once, so a refused code is gone too. */
function grantFault(grant: Grant | undefined, form: URLSearchParams): StandInResponse | undefined {
  if (grant === undefined) return refusal(400, 'invalid_grant', 'Malformed auth code.')
  if (form.get('redirect_uri') !== grant.params.redirect_uri) {
    return refusal(400, 'redirect_uri_mismatch', 'Bad Request')
  }
  return s256(form.get('code_verifier') ?? '') === grant.params.code_challenge
    ? undefined
    : refusal(400, 'invalid_grant', 'Invalid code verifier.')
}

/** The parts that issuing tokens needs. */
export interface TokenIssue {
  readonly clients: GoogleClients
  readonly state: GoogleState
  readonly endpoint: AuthorizationEndpoint
  readonly keys: SigningKeys
  readonly origin: string
}

/** The id_token of a person. `azp` is the requesting client, `aud` the intended one. */
export const issueIdToken = (
  { keys, origin }: Pick<TokenIssue, 'keys' | 'origin'>,
  person: GooglePersona,
  parties: { readonly aud: string; readonly azp: string },
  extraClaims: Claims,
): string =>
  keys.sign({
    ...idTokenClaims(origin, parties.aud, parties.azp),
    ...profileClaimsOf(person),
    ...extraClaims,
  })

function redeem(issue: TokenIssue, form: URLSearchParams): StandInResponse {
  const { clients, state, endpoint } = issue
  const grant = endpoint.redeem(form.get('code') ?? '')
  const fault = grantFault(grant, form)
  if (grant === undefined || fault !== undefined) return fault ?? jsonResponse(500, {})
  const person = state.person(grant.person)
  if (person.trouble === 'code') return refusal(400, 'invalid_grant', 'Bad Request')
  if (person.trouble === 'token') return jsonResponse(503, { error: 'backend_error' })
  const { clientId } = clients
  const accessToken = state.issueAccessToken(person, clientId)
  const refreshToken = grant.params.access_type === 'offline' ? state.firstRefreshToken(person) : undefined
  const { nonce } = grant.params
  const extraClaims = { at_hash: hashOf(accessToken), ...defined({ nonce }) }
  return jsonResponse(200, {
    access_token: accessToken,
    expires_in: tokenLifetime,
    ...defined({ refresh_token: refreshToken }),
    scope:
      'openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile',
    token_type: 'Bearer',
    id_token: issueIdToken(issue, person, { aud: clientId, azp: clientId }, extraClaims),
  })
}

/** `POST /token` for a code (OpenID Connect Core, section 3.1.3). */
export function tokenEndpoint(issue: TokenIssue): Endpoint {
  return ({ form }) => {
    const { clientId, clientSecret } = issue.clients
    if (form.get('client_id') !== clientId) {
      return refusal(401, 'invalid_client', 'The OAuth client was not found.')
    }
    if (form.get('client_secret') !== clientSecret) return refusal(401, 'invalid_client', 'Unauthorized')
    return form.get('grant_type') === 'authorization_code'
      ? redeem(issue, form)
      : refusal(400, 'unsupported_grant_type', 'Invalid grant_type')
  }
}

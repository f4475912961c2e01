import { randomBytes } from 'node:crypto'
import { defined } from '../../domain/values/defined.ts'
import type { AuthorizationEndpoint, Grant } from '../host/authorization-endpoint.ts'
import { type Endpoint, jsonResponse, type StandInResponse } from '../host/messages.ts'
import { s256 } from '../host/s256.ts'
import type { SigningKeys } from '../host/signing-keys.ts'
import { idTokenProfile } from './account.ts'
import type { KakaoClients, KakaoPersona } from './persona.ts'
import { idOf, type KakaoState, tokenLifetime } from './state.ts'

type Claims = Readonly<Record<string, unknown>>

/** Issues the id_token of a person. `aud` is the key that the person signed in with. */
export type IssueIdToken = (
  person: KakaoPersona,
  aud: string,
  authTime: Date,
  nonce: string | undefined,
) => string

/** The claims of an id_token without the profile. Times are epoch seconds. */
export const idTokenClaims = (iss: string, aud: string, sub: string, authTime: Date): Claims => {
  const iat = Math.floor(Date.now() / 1000)
  return { aud, sub, auth_time: Math.floor(authTime.getTime() / 1000), iss, exp: iat + tokenLifetime, iat }
}

/** Gives the function that issues id_tokens with the person's current agreements. */
export function idTokenIssuer(origin: string, keys: SigningKeys, state: KakaoState): IssueIdToken {
  return (person, aud, authTime, nonce) => {
    const connection = state.connection(person)
    return keys.sign({
      ...idTokenClaims(origin, aud, idOf(person), authTime),
      ...defined({ nonce }),
      ...(connection && idTokenProfile(person, connection)),
    })
  }
}

const refusal = (status: number, error: string, code: string, description: string): StandInResponse =>
  jsonResponse(status, { error, error_description: description, error_code: code })

/** The reason to refuse a code. A code works once, so a refused code is gone too. */
function grantFault(grant: Grant | undefined, form: URLSearchParams): StandInResponse | undefined {
  if (grant === undefined) return refusal(400, 'invalid_grant', 'KOE320', 'authorization code not found')
  if (form.get('redirect_uri') !== grant.params.redirect_uri) {
    return refusal(400, 'invalid_grant', 'KOE303', 'Redirect URI mismatch.')
  }
  // Kakao documents no error code for a wrong verifier, so clients rely on `invalid_grant`.
  const challenge = grant.params.code_challenge
  const verifier = form.get('code_verifier') ?? ''
  const isVerifierRight = challenge === undefined ? verifier === '' : s256(verifier) === challenge
  return isVerifierRight ? undefined : refusal(400, 'invalid_grant', 'KOE320', 'code_verifier does not match')
}

/**
 * `POST /oauth/token` for a code (developers.kakao.com, "Kakao Login: REST API"). A refresh token completes
 * the response but is never accepted.
 */
export function tokenEndpoint(
  clients: KakaoClients,
  state: KakaoState,
  endpoint: AuthorizationEndpoint,
  issueIdToken: IssueIdToken,
): Endpoint {
  return ({ form }) => {
    if (form.get('grant_type') !== 'authorization_code') {
      return refusal(400, 'unsupported_grant_type', 'KOE202', 'only authorization_code is supported')
    }
    if (form.get('client_id') !== clients.clientId) {
      return refusal(401, 'invalid_client', 'KOE101', 'Not exist client_id')
    }
    if (form.get('client_secret') !== clients.clientSecret) {
      return refusal(401, 'invalid_client', 'KOE010', 'Bad client credentials')
    }
    const grant = endpoint.redeem(form.get('code') ?? '')
    const fault = grantFault(grant, form)
    if (grant === undefined || fault !== undefined) return fault ?? jsonResponse(500, {})
    const person = state.person(grant.person)
    if (person.trouble === 'code') {
      return refusal(400, 'invalid_grant', 'KOE320', 'authorization code not found')
    }
    const scope = grant.params.scope
    const hasIdToken = scope === undefined || scope.split(',').includes('openid')
    return jsonResponse(200, {
      token_type: 'bearer',
      access_token: state.issueToken(person, clients.appId),
      ...(hasIdToken && {
        id_token: issueIdToken(person, clients.clientId, grant.authTime, grant.params.nonce),
      }),
      expires_in: tokenLifetime,
      refresh_token: randomBytes(32).toString('base64url'),
      refresh_token_expires_in: 5_183_999,
      scope: [...(state.connection(person)?.items ?? []), ...(hasIdToken ? ['openid'] : [])].join(' '),
    })
  }
}

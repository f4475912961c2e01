import { randomBytes } from 'node:crypto'
import { defined } from '../../domain/values/defined.ts'
import type { AuthorizationEndpoint, Grant } from '../host/authorization-endpoint.ts'
import { type Endpoint, jsonAnswer, type StandInResponse } from '../host/messages.ts'
import { s256 } from '../host/s256.ts'
import type { SigningKeys } from '../host/signing-keys.ts'
import { idTokenProfile } from './account.ts'
import type { KakaoClients, KakaoPersona } from './persona.ts'
import { idOf, type KakaoState, tokenLifetime } from './state.ts'

type Claims = Readonly<Record<string, unknown>>

/** Makes the id_token of a person; `aud` is the key that the person signed in with. */
export type IssueIdToken = (
  person: KakaoPersona,
  aud: string,
  authTime: Date,
  nonce: string | undefined,
) => string

/** The claims of an id_token, without those that say something of the person. */
export const idTokenClaims = (iss: string, aud: string, sub: string, authTime: Date): Claims => {
  const iat = Math.floor(Date.now() / 1000)
  return { aud, sub, auth_time: Math.floor(authTime.getTime() / 1000), iss, exp: iat + tokenLifetime, iat }
}

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
  jsonAnswer(status, { error, error_description: description, error_code: code })

/** Why a code is not good for this request. A code that was shown once is gone in any case. */
function grantFault(grant: Grant | undefined, form: URLSearchParams): StandInResponse | undefined {
  if (grant === undefined) return refusal(400, 'invalid_grant', 'KOE320', 'authorization code not found')
  if (form.get('redirect_uri') !== grant.asked.redirect_uri) {
    return refusal(400, 'invalid_grant', 'KOE303', 'Redirect URI mismatch.')
  }
  // Kakao's own code for this is not published: clients have to go by `invalid_grant`.
  const challenge = grant.asked.code_challenge
  const verifier = form.get('code_verifier') ?? ''
  const proven = challenge === undefined ? verifier === '' : s256(verifier) === challenge
  return proven ? undefined : refusal(400, 'invalid_grant', 'KOE320', 'code_verifier does not match')
}

/** `POST /oauth/token` for a code. Refresh tokens are handed out for the shape and not taken back. */
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
    if (grant === undefined || fault !== undefined) return fault ?? jsonAnswer(500, {})
    const person = state.person(grant.person)
    if (person.trouble === 'code') {
      return refusal(400, 'invalid_grant', 'KOE320', 'authorization code not found')
    }
    const scope = grant.asked.scope
    const brings = scope === undefined || scope.split(',').includes('openid')
    return jsonAnswer(200, {
      token_type: 'bearer',
      access_token: state.issueToken(person, clients.appId),
      ...(brings && { id_token: issueIdToken(person, clients.clientId, grant.authTime, grant.asked.nonce) }),
      expires_in: tokenLifetime,
      refresh_token: randomBytes(32).toString('base64url'),
      refresh_token_expires_in: 5_183_999,
      scope: [...(state.connection(person)?.items ?? []), ...(brings ? ['openid'] : [])].join(' '),
    })
  }
}

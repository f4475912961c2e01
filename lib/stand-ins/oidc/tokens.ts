import { createHash, createHmac } from 'node:crypto'
import { defined } from '../../domain/values/defined.ts'
import type { Grant } from '../host/authorization-endpoint.ts'
import { type Endpoint, jsonResponse, type StandInRequest, type StandInResponse } from '../host/messages.ts'
import { s256 } from '../host/s256.ts'
import type { OidcClients, OidcPersona } from './persona.ts'
import { type JwtClaims, type OidcParts, oauthRefusal } from './rules.ts'

/** The claims of an id_token without the profile. Times are epoch seconds. `azp` is the client that asked. */
export function usualClaims({ origin, clients, rules }: OidcParts, azp: string): JwtClaims {
  const iat = Math.floor(Date.now() / 1000)
  return { iss: origin, aud: clients.clientId, iat, exp: iat + 3600, ...rules.parties?.(azp) }
}

/** The left half of the access token's SHA-256 (OpenID Connect Core, section 3.1.3.6). */
const hashOf = (accessToken: string): string =>
  createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url')

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWT signed with HS256 (RFC 7515). */
function signWithSecret(claims: JwtClaims, sharedSecret: string): string {
  const content = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`
  return `${content}.${createHmac('sha256', sharedSecret).update(content).digest('base64url')}`
}

/** The id_token of a person, as the form of a token request asks for it. */
export function issueIdToken(
  parts: OidcParts,
  person: OidcPersona,
  azp: string,
  extraClaims: JwtClaims,
  form = new URLSearchParams({ id_token_key_type: 'JWK' }),
): string {
  const claims = {
    ...usualClaims(parts, azp),
    ...parts.rules.claims(person),
    ...extraClaims,
    ...person.odd,
  }
  const sharedSecret = parts.rules.sharedSecret?.(form, parts.clients)
  return sharedSecret === undefined ? parts.keys.sign(claims) : signWithSecret(claims, sharedSecret)
}

/** The reason to refuse a code. A code works once, so a refused code is gone too. */
function grantFault(
  { rules }: OidcParts,
  grant: Grant | undefined,
  form: URLSearchParams,
): StandInResponse | undefined {
  if (grant === undefined) return oauthRefusal(400, 'invalid_grant', 'Malformed auth code.')
  if ((form.get('redirect_uri') ?? undefined) !== grant.params.redirect_uri) {
    return oauthRefusal(400, 'redirect_uri_mismatch', 'Bad Request')
  }
  if (rules.pkce === 'unknown') return undefined
  return s256(form.get('code_verifier') ?? '') === grant.params.code_challenge
    ? undefined
    : oauthRefusal(400, 'invalid_grant', 'Invalid code verifier.')
}

function refreshTokenFor({ rules, state }: OidcParts, { params }: Grant, person: OidcPersona) {
  const rule = rules.refreshTokens(params)
  const isIssued = rule === 'always' || (rule === 'at_first_consent' && state.isDue(person, 'refresh_token'))
  return isIssued ? state.issueRefreshToken(person, params.client_id ?? '') : undefined
}

function redeem(parts: OidcParts, form: URLSearchParams): StandInResponse {
  const { rules, clients, state, endpoint } = parts
  const grant = endpoint.redeem(form.get('code') ?? '')
  const fault = grantFault(parts, grant, form)
  if (grant === undefined || fault !== undefined) return fault ?? jsonResponse(500, {})
  const person = state.person(grant.person)
  if (person.trouble === 'code') return oauthRefusal(400, 'invalid_grant', 'Bad Request')
  if (person.trouble === 'token') return jsonResponse(503, { error: 'backend_error' })
  const { client_id: clientId = clients.clientId } = grant.params
  if (form.has('client_id') && form.get('client_id') !== clientId) {
    return oauthRefusal(400, 'invalid_grant', 'The code was issued to another client.')
  }
  const accessToken = state.issueAccessToken(person, clientId)
  const { nonce } = grant.params
  const extraClaims = {
    at_hash: hashOf(accessToken),
    ...defined({ nonce }),
    ...rules.visitClaims?.(grant, person),
  }
  return jsonResponse(200, {
    access_token: accessToken,
    expires_in: rules.tokenLifetime,
    ...defined({ refresh_token: refreshTokenFor(parts, grant, person) }),
    token_type: 'Bearer',
    id_token: issueIdToken(parts, person, clientId, extraClaims, form),
    ...rules.tokenFields?.(grant.params),
  })
}

/** A refresh (RFC 6749, section 6). The refresh token stays the same. */
function refresh({ rules, clients, state }: OidcParts, form: URLSearchParams): StandInResponse {
  const refreshToken = form.get('refresh_token') ?? ''
  const clientId = form.get('client_id') ?? clients.clientId
  const person = state.refreshTokenOwner(refreshToken, clientId)
  if (person === undefined) return oauthRefusal(400, 'invalid_grant', 'invalid refresh token')
  return jsonResponse(200, {
    access_token: state.issueAccessToken(person, clientId),
    expires_in: rules.tokenLifetime,
    refresh_token: refreshToken,
    token_type: 'Bearer',
  })
}

/** Whether a form shows our client and its secret (`client_secret_post`). */
const showsSecret = ({ form }: StandInRequest, { clientId, clientSecret }: OidcClients): boolean =>
  form.get('client_id') === clientId && form.get('client_secret') === clientSecret

/** The token endpoint (OpenID Connect Core, section 3.1.3). */
export function oidcTokenEndpoint(parts: OidcParts): Endpoint {
  const { isClient = showsSecret } = parts.rules
  return (request) => {
    const { form } = request
    if (!isClient(request, parts.clients, parts.origin))
      return oauthRefusal(401, 'invalid_client', 'Unauthorized')
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return redeem(parts, form)
      case 'refresh_token':
        return refresh(parts, form)
      default:
        return oauthRefusal(400, 'unsupported_grant_type', 'Invalid grant_type')
    }
  }
}

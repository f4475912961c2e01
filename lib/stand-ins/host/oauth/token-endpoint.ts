import { createHash } from 'node:crypto'
import type { Grant } from '../authorization-endpoint.ts'
import { type Endpoint, jsonResponse, type StandInRequest, type StandInResponse } from '../messages.ts'
import { issueIdToken } from './id-token.ts'
import type {
  ProviderAccount,
  ProviderApp,
  ProviderParts,
  TokenFault,
  TokenRules,
  TokenVisit,
} from './rules.ts'

/** The S256 challenge of a code verifier (RFC 7636, section 4.2). */
const s256 = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

/** The reason to refuse a client. Default: its secret is in the form (`client_secret_post`). */
export function clientFault<Person extends ProviderAccount, App extends ProviderApp, Consent>(
  { rules, clients, origin }: ProviderParts<Person, App, Consent>,
  request: StandInRequest,
): TokenFault | undefined {
  const { isClient } = rules.tokens
  if (isClient !== undefined) return isClient(request, clients, origin) ? undefined : 'client_id'
  if (request.form.get('client_id') !== clients.clientId) return 'client_id'
  return request.form.get('client_secret') === clients.clientSecret ? undefined : 'client_secret'
}

/** The reason to refuse a code. A code works once, so a refused code is gone too. */
function grantFault<Person, App, Consent>(
  rules: TokenRules<Person, App, Consent>,
  { params }: Grant,
  form: URLSearchParams,
): TokenFault | undefined {
  const [redirectUri, clientId] = [form.get('redirect_uri') ?? undefined, form.get('client_id')]
  if (clientId !== null && clientId !== params.client_id) return 'code'
  if (rules.state === 'required' && form.get('state') !== params.state) return 'code'
  const mayBeAbsent = redirectUri === undefined && rules.redirectUri === 'optional'
  if (redirectUri !== params.redirect_uri && !mayBeAbsent) return 'redirect_uri'
  const verifier = form.get('code_verifier') ?? ''
  const { code_challenge: challenge } = params
  const isVerifierRight = challenge === undefined ? verifier === '' : s256(verifier) === challenge
  return isVerifierRight ? undefined : 'code_verifier'
}

/** Issues the access token of a sign-in. */
export function tokenVisit<Person extends ProviderAccount, App extends ProviderApp, Consent>(
  { state }: ProviderParts<Person, App, Consent>,
  person: Person,
  clientId: string,
  { params, authTime }: Pick<Grant, 'params' | 'authTime'>,
): TokenVisit<Person, Consent> {
  const accessToken = state.issueAccessToken(person, clientId)
  return { person, consent: state.consent(person), params, clientId, authTime, accessToken }
}

function redeem<Person extends ProviderAccount, App extends ProviderApp, Consent>(
  parts: ProviderParts<Person, App, Consent>,
  form: URLSearchParams,
): StandInResponse {
  const { state, codes, clients } = parts
  const { tokens } = parts.rules
  const grant = codes.redeem(form.get('code') ?? '')
  if (grant === undefined) return tokens.refusals.code
  const fault = grantFault(tokens, grant, form)
  if (fault !== undefined) return tokens.refusals[fault]
  const person = state.person(grant.person)
  if (person.trouble === 'code') return tokens.refusals.code
  if (person.trouble === 'token') return jsonResponse(503, { error: 'backend_error' })
  const visit = tokenVisit(parts, person, grant.params.client_id ?? clients.clientId, grant)
  const refreshToken = tokens.hasRefreshToken(visit) ? state.issueRefreshToken(visit.accessToken) : undefined
  return jsonResponse(
    200,
    tokens.response(visit, { refreshToken, idToken: issueIdToken(parts, visit, form) }),
  )
}

/** A refresh (RFC 6749, section 6). */
function refresh<Person extends ProviderAccount, App extends ProviderApp, Consent>(
  parts: ProviderParts<Person, App, Consent>,
  form: URLSearchParams,
): StandInResponse {
  const { state, clients, now } = parts
  const { tokens } = parts.rules
  if (tokens.renewed === undefined) return tokens.refusals.grant_type
  const refreshToken = form.get('refresh_token') ?? ''
  const clientId = form.get('client_id') ?? clients.clientId
  const person = state.refreshTokenOwner(refreshToken, clientId)
  if (person === undefined) return tokens.refusals.refresh_token
  if (tokens.rotates) state.endToken(refreshToken)
  const visit = tokenVisit(parts, person, clientId, { params: {}, authTime: now() })
  const next = tokens.rotates ? state.issueRefreshToken(visit.accessToken) : refreshToken
  return jsonResponse(200, tokens.renewed(visit, next))
}

/** The token endpoint (RFC 6749, section 3.2; OpenID Connect Core, section 3.1.3). */
export function tokenEndpoint<Person extends ProviderAccount, App extends ProviderApp, Consent>(
  parts: ProviderParts<Person, App, Consent>,
): Endpoint {
  const { refusals, usualGrant, sent = (_, response) => response } = parts.rules.tokens
  const respond = (request: StandInRequest): StandInResponse => {
    const fault = clientFault(parts, request)
    if (fault !== undefined) return refusals[fault]
    switch (request.form.get('grant_type') ?? usualGrant) {
      case 'authorization_code':
        return redeem(parts, request.form)
      case 'refresh_token':
        return refresh(parts, request.form)
      default:
        return refusals.grant_type
    }
  }
  return (request) => sent(request, respond(request))
}

import { createHash } from 'node:crypto'
import { defined } from '../../domain/values/defined.ts'
import type { ConsentLine } from '../host/authorization-endpoint.ts'
import type { Endpoints } from '../host/host.ts'
import { jsonResponse } from '../host/messages.ts'
import { withToken } from '../host/oauth/held-token.ts'
import type { ProviderRules } from '../host/oauth/rules.ts'
import type { OidcClients, OidcPersona } from './persona.ts'
import { type OidcConsent, type OidcParts, type OidcRules, oauthRefusal } from './rules.ts'

type Rules = ProviderRules<OidcPersona, OidcClients, OidcConsent>

const splitWords = (value: string | undefined): readonly string[] => (value ?? '').split(' ').filter(Boolean)

const unknownClient = oauthRefusal(401, 'invalid_client', 'Unauthorized')

const refusals: Rules['tokens']['refusals'] = {
  client_id: unknownClient,
  client_secret: unknownClient,
  grant_type: oauthRefusal(400, 'unsupported_grant_type', 'Invalid grant_type'),
  code: oauthRefusal(400, 'invalid_grant', 'Malformed auth code.'),
  redirect_uri: oauthRefusal(400, 'redirect_uri_mismatch', 'Bad Request'),
  code_verifier: oauthRefusal(400, 'invalid_grant', 'Invalid code verifier.'),
  refresh_token: oauthRefusal(400, 'invalid_grant', 'invalid refresh token'),
}

/** The left half of the access token's SHA-256 (OpenID Connect Core, section 3.1.3.6). */
const hashOf = (accessToken: string): string =>
  createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url')

const consentLine = (id: string, ko: string, en: string, detail: string): ConsentLine => ({
  id,
  label: { ko, en },
  detail,
  required: true,
  ticked: true,
})

/** The consent screen: consent is asked once, and again when the request demands it. All items are mandatory. */
const consentRules: Rules['consent'] = {
  before: ({ consented }) => (consented ? new Set() : undefined),
  lines: ({ name, email }, consent, { prompt }) =>
    consent === undefined || splitWords(prompt).includes('consent')
      ? [
          consentLine('profile', '이름 및 프로필 사진', 'Name and profile picture', name ?? ''),
          consentLine('email', '이메일 주소', 'E-mail address', email?.address ?? ''),
        ]
      : [],
  after: (consent) => consent ?? new Set(['refresh_token', 'name']),
}

/** Stricter than the real providers, which require no nonce. */
function requestRules(rules: OidcRules): Rules['request'] {
  return {
    codes: {
      client_id: 'invalid_client',
      redirect_uri: 'redirect_uri_mismatch',
      scope: 'invalid_scope',
    },
    ...defined({ pkce: rules.pkce }),
    knowsScope(scope) {
      const scopes = splitWords(scope)
      const isOpenid = rules.openidScope === 'unknown' || scopes.includes('openid')
      return isOpenid && scopes.every((one) => rules.scopes.includes(one))
    },
    refuse(params) {
      if ((params.nonce ?? '') === '') return 'nonce is missing'
      const isKnown = splitWords(params.prompt).every((prompt) => rules.prompts.includes(prompt))
      return isKnown ? rules.refuse?.(params) : 'prompt is unknown'
    },
  }
}

function tokenRules({ tokenLifetime: lifetime, ...rules }: OidcRules): Rules['tokens'] {
  return {
    lifetime,
    refusals,
    ...defined({ isClient: rules.isClient }),
    hasRefreshToken({ params, consent }) {
      const rule = rules.refreshTokens(params)
      return rule === 'always' || (rule === 'at_first_consent' && consent?.delete('refresh_token') === true)
    },
    response: ({ accessToken }, { refreshToken, idToken }) => ({
      access_token: accessToken,
      expires_in: lifetime,
      ...defined({ refresh_token: refreshToken }),
      token_type: 'Bearer',
      id_token: idToken,
      ...rules.tokenFields?.(),
    }),
    renewed: ({ accessToken }, refreshToken) => ({
      access_token: accessToken,
      expires_in: lifetime,
      refresh_token: refreshToken,
      token_type: 'Bearer',
    }),
  }
}

/** The metadata of a provider that publishes some (OpenID Connect Discovery 1.0, section 4). */
function discoveryEndpoint({ metadata, paths, algorithm }: OidcRules, { origin }: OidcParts): Endpoints {
  if (metadata === undefined) return {}
  return {
    'GET /.well-known/openid-configuration': () =>
      jsonResponse(200, {
        issuer: origin,
        authorization_endpoint: `${origin}${paths.authorize}`,
        token_endpoint: `${origin}${paths.token}`,
        jwks_uri: `${origin}${paths.keys}`,
        ...(paths.userinfo !== undefined && { userinfo_endpoint: `${origin}${paths.userinfo}` }),
        id_token_signing_alg_values_supported: [algorithm ?? 'RS256'],
        authorization_response_iss_parameter_supported: true,
        ...metadata(origin),
      }),
  }
}

function userinfoEndpoint({ paths, claims }: OidcRules, { state }: OidcParts): Endpoints {
  if (paths.userinfo === undefined) return {}
  const refusal = oauthRefusal(401, 'invalid_request', 'Invalid Credentials')
  const userinfo = withToken(state, refusal, ({ person }) =>
    jsonResponse(200, { ...claims(person), ...person.odd }),
  )
  return { [`GET ${paths.userinfo}`]: userinfo }
}

/** The rules of an OpenID provider for the host. Takes what this one does differently. */
export function oidcProvider(rules: OidcRules): Rules {
  const { id, look, paths, cancelled, algorithm, parties, sharedSecret } = rules
  return {
    id,
    look,
    paths,
    card: ({ key, name, email }) => ({
      title: name ?? email?.address ?? key,
      subtitle: email?.address ?? '',
    }),
    request: requestRules(rules),
    consent: consentRules,
    returned({ origin, state }, person, params) {
      const isDue = person !== undefined && rules.atFirstConsent && state.consent(person)?.delete('name')
      return {
        ...(rules.metadata && { iss: origin }),
        ...(isDue && rules.atFirstConsent?.(person, params)),
      }
    },
    ...defined({ cancelled }),
    tokens: tokenRules(rules),
    idToken: {
      claims: (visit) => ({
        at_hash: hashOf(visit.accessToken),
        ...rules.claims(visit.person),
        ...rules.visitClaims?.(visit),
        ...visit.person.odd,
      }),
      ...defined({ algorithm, parties, sharedSecret }),
    },
    endpoints: (parts) => ({
      ...discoveryEndpoint(rules, parts),
      ...userinfoEndpoint(rules, parts),
      ...rules.endpoints?.(parts),
    }),
  }
}

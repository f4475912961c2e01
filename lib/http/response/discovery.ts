import type { TokenClaim } from '../../domain/member/token-claims.ts'
import type { AccessTokenForm } from '../../domain/session/access-token-form.ts'

/**
 * What a verifier of access tokens finds by the issuer's address (OpenID Connect Discovery 1.0, section 3; RFC 8414,
 * section 2): the issuer, the keys and the algorithm. ieum issues no id_token and has no authorization endpoint, so the
 * members that only those need are absent or say `none`.
 */
export const discoveryDocument = (
  origin: string,
  tokens: Pick<AccessTokenForm, 'algorithm'> & { readonly claims: readonly TokenClaim[] },
) => ({
  issuer: origin,
  jwks_uri: `${origin}/.well-known/jwks.json`,
  response_types_supported: ['none'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: [tokens.algorithm],
  claims_supported: [
    'iss',
    'aud',
    'sub',
    'sid',
    'client_id',
    'auth_time',
    'amr',
    'external_id',
    ...tokens.claims,
    'iat',
    'exp',
    'jti',
  ],
})

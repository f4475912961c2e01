import { defined } from '../../domain/values/defined.ts'
import type { AuthorizationParams, AuthorizationRules, ConsentLine } from '../host/authorization-endpoint.ts'
import { inOrder, profileNote } from '../host/people.ts'
import { type OidcClients, type OidcPersona, titleOf } from './persona.ts'
import type { OidcRules } from './rules.ts'
import type { OidcState } from './state.ts'

const splitWords = (value: string | undefined): readonly string[] => (value ?? '').split(' ').filter(Boolean)

/**
 * Validates an authorization request. Never redirects to an unregistered URI. Stricter than the real providers,
 * which require neither challenge nor nonce.
 */
function refuse(rules: OidcRules, clients: OidcClients, params: AuthorizationParams) {
  const refusal = (why: string) => ({ code: 'invalid_request', why })
  if (params.client_id !== clients.clientId) {
    return { code: 'invalid_client', why: 'The OAuth client was not found.' }
  }
  if (!clients.redirectUris.includes(params.redirect_uri ?? '')) {
    return { code: 'redirect_uri_mismatch', why: 'the redirect URI is not registered' }
  }
  if (params.response_type !== 'code') return refusal('response_type must be code')
  const requested = splitWords(params.scope)
  const lacksOpenid = rules.openidScope !== 'unknown' && !requested.includes('openid')
  if (lacksOpenid || requested.some((scope) => !rules.scopes.includes(scope))) {
    return { code: 'invalid_scope', why: `scope must be among ${rules.scopes.join(', ')}` }
  }
  const hasChallenge =
    params.code_challenge_method === 'S256' && /^[\w-]{43}$/.test(params.code_challenge ?? '')
  if (rules.pkce === 'unknown' ? 'code_challenge' in params : !hasChallenge) {
    return refusal('code_challenge must be an S256 challenge')
  }
  if ((params.state ?? '') === '' || (params.nonce ?? '') === '') return refusal('state or nonce is missing')
  if (!splitWords(params.prompt).every((prompt) => rules.prompts.includes(prompt))) {
    return refusal('prompt is unknown')
  }
  const why = rules.refuse?.(params)
  return why === undefined ? undefined : refusal(why)
}

const consentLine = (id: string, ko: string, en: string, detail: string): ConsentLine => ({
  id,
  label: { ko, en },
  detail,
  required: true,
  ticked: true,
})

/** The items of the consent screen. All are mandatory. */
const consentLinesOf = ({ name, email }: OidcPersona): readonly ConsentLine[] => [
  consentLine('profile', '이름 및 프로필 사진', 'Name and profile picture', name ?? ''),
  consentLine('email', '이메일 주소', 'E-mail address', email?.address ?? ''),
]

/** The consent screen: consent is asked once, and again when the request demands it. */
export function oidcConsent(
  rules: OidcRules,
  clients: OidcClients,
  state: OidcState,
  issuer: () => string,
): AuthorizationRules {
  const firstConsentOf = (person: OidcPersona, params: AuthorizationParams) =>
    rules.atFirstConsent !== undefined && state.isDue(person, 'name')
      ? rules.atFirstConsent(person, params)
      : {}
  return {
    returned: (key, params) => ({
      ...(rules.metadata && { iss: issuer() }),
      ...(key !== undefined && firstConsentOf(state.person(key), params)),
    }),
    ...defined({ cancelled: rules.cancelled }),
    refuse: (params) => refuse(rules, clients, params),
    people: () =>
      inOrder(state.personas).map((person) => ({
        key: person.key,
        title: titleOf(person),
        subtitle: person.email?.address ?? '',
        note: profileNote(person),
        connected: state.isConnected(person),
      })),
    consentLines(key, params) {
      const person = state.person(key)
      const isShown = !state.isConnected(person) || splitWords(params.prompt).includes('consent')
      return isShown ? consentLinesOf(person) : []
    },
    agree: (key) => state.connect(state.person(key)),
  }
}

import type { AuthorizationParams, AuthorizationRules, ConsentLine } from '../host/authorization-endpoint.ts'
import { inOrder, profileNote } from '../host/people.ts'
import type { GoogleClients, GooglePersona } from './persona.ts'
import type { GoogleState } from './state.ts'

const knownScopes = ['openid', 'email', 'profile']
const splitWords = (value: string | undefined): readonly string[] => (value ?? '').split(' ').filter(Boolean)

/**
 * Validates an authorization request. Never redirects to an unregistered URI. Stricter than Google, which
 * requires neither challenge nor nonce and ignores unknown parameters.
 */
function refuse(clients: GoogleClients, params: AuthorizationParams) {
  const refusal = (why: string) => ({ code: 'invalid_request', why })
  if (params.client_id !== clients.clientId) {
    return { code: 'invalid_client', why: 'The OAuth client was not found.' }
  }
  if (!clients.redirectUris.includes(params.redirect_uri ?? '')) {
    return { code: 'redirect_uri_mismatch', why: 'the redirect URI is not registered' }
  }
  if (params.response_type !== 'code') return refusal('response_type must be code')
  const requestedScopes = splitWords(params.scope)
  if (!requestedScopes.includes('openid') || requestedScopes.some((scope) => !knownScopes.includes(scope))) {
    return { code: 'invalid_scope', why: 'scope must be openid, email, profile' }
  }
  if (params.code_challenge_method !== 'S256' || !/^[\w-]{43}$/.test(params.code_challenge ?? '')) {
    return refusal('code_challenge must be an S256 challenge')
  }
  if ((params.state ?? '') === '' || (params.nonce ?? '') === '') return refusal('state or nonce is missing')
  if (!['online', 'offline', undefined].includes(params.access_type)) return refusal('access_type is unknown')
  const prompts = splitWords(params.prompt)
  return prompts.every((prompt) => ['consent', 'select_account'].includes(prompt))
    ? undefined
    : refusal('prompt is unknown')
}

const consentLine = (id: string, ko: string, en: string, detail: string): ConsentLine => ({
  id,
  label: { ko, en },
  detail,
  required: true,
  ticked: true,
})

/** The items of the consent screen. All are mandatory. */
const consentLinesOf = ({ name, email }: GooglePersona): readonly ConsentLine[] => [
  consentLine('profile', '이름 및 프로필 사진', 'Name and profile picture', name ?? ''),
  consentLine('email', '이메일 주소', 'E-mail address', email?.address ?? ''),
]

/** The rules of Google's consent screen: consent is asked once, and again when the request demands it. */
export function googleRules(clients: GoogleClients, state: GoogleState): AuthorizationRules {
  return {
    refuse: (params) => refuse(clients, params),
    people: () =>
      inOrder(state.personas).map((person) => ({
        key: person.key,
        title: person.name ?? person.email?.address ?? person.key,
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

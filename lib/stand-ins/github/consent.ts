import type { AuthorizationParams, AuthorizationRules, ConsentLine } from '../host/authorization-endpoint.ts'
import { inOrder, profileNote } from '../host/people.ts'
import { type GithubClients, type GithubPersona, nameOf } from './persona.ts'
import type { GithubState } from './state.ts'

const knownScopes = ['user:email', 'read:user']
const splitWords = (value: string | undefined): readonly string[] => (value ?? '').split(' ').filter(Boolean)

/**
 * Validates an authorization request. Stricter than GitHub, which requires neither state nor challenge and
 * sends a redirect URI error to the registered URI: this stand-in shows the error and redirects nowhere.
 */
function refuse(clients: GithubClients, params: AuthorizationParams) {
  const refusal = (code: string, why: string) => ({ code, why })
  if (params.client_id !== clients.clientId) return refusal('not_found', 'there is no such app')
  if (!clients.redirectUris.includes(params.redirect_uri ?? '')) {
    return refusal('redirect_uri_mismatch', 'The redirect_uri is not associated with this application.')
  }
  if ((params.state ?? '') === '') return refusal('invalid_request', 'state is missing')
  if (splitWords(params.scope).some((scope) => !knownScopes.includes(scope))) {
    return refusal('invalid_scope', 'the scope is unknown')
  }
  if (params.code_challenge_method !== 'S256' || !/^[\w-]{43}$/.test(params.code_challenge ?? '')) {
    return refusal('invalid_request', 'code_challenge must be an S256 challenge')
  }
  return ['select_account', undefined].includes(params.prompt)
    ? undefined
    : refusal('invalid_request', 'prompt is unknown')
}

const profileItem = ({ login }: GithubPersona): ConsentLine => ({
  id: 'profile',
  label: { ko: '공개 프로필', en: 'Public profile' },
  detail: login,
  required: true,
  ticked: true,
})

const emailItem = ({ emails, refusesEmail = false }: GithubPersona): ConsentLine => ({
  id: 'user:email',
  label: { ko: '이메일 주소(읽기)', en: 'E-mail addresses (read-only)' },
  detail: emails.find(({ primary }) => primary)?.email ?? '',
  required: false,
  ticked: !refusesEmail,
})

/** The rules of GitHub's page: consent is asked once, and again only for a scope that was not granted. */
export function githubRules(clients: GithubClients, state: GithubState): AuthorizationRules {
  return {
    refuse: (params) => refuse(clients, params),
    people: () =>
      inOrder(state.personas).map((person) => ({
        key: person.key,
        title: nameOf(person),
        subtitle: [`@${person.login}`, person.emails.find(({ primary }) => primary)?.email]
          .filter((part) => part !== undefined)
          .join(' · '),
        note: profileNote(person),
        connected: state.granted(person) !== undefined,
      })),
    consentLines(key, params) {
      const person = state.person(key)
      if (state.granted(person) !== undefined) return []
      return [
        profileItem(person),
        ...(splitWords(params.scope).includes('user:email') ? [emailItem(person)] : []),
      ]
    },
    agree(key, _asks, agreed) {
      state.grant(
        state.person(key),
        [...agreed].filter((id) => id !== 'profile'),
      )
    },
  }
}

import type { Ask, Asked, Rules } from '../host/authorization-endpoint.ts'
import { inOrder, profileNote } from '../host/people.ts'
import { type GithubClients, type GithubPersona, nameOf } from './persona.ts'
import type { GithubState } from './state.ts'

const known = ['user:email', 'read:user']
const words = (value: string | undefined): readonly string[] => (value ?? '').split(' ').filter(Boolean)

/**
 * What GitHub checks before it shows a page. GitHub would do without a state and a challenge, and send errors about a
 * redirect URI to the registered one: this one shows them, and goes nowhere.
 */
function refuse(clients: GithubClients, asked: Asked) {
  const wrong = (code: string, why: string) => ({ code, why })
  if (asked.client_id !== clients.clientId) return wrong('not_found', 'there is no such app')
  if (!clients.redirectUris.includes(asked.redirect_uri ?? '')) {
    return wrong('redirect_uri_mismatch', 'The redirect_uri is not associated with this application.')
  }
  if ((asked.state ?? '') === '') return wrong('invalid_request', 'state is missing')
  if (words(asked.scope).some((scope) => !known.includes(scope))) {
    return wrong('invalid_scope', 'the scope is unknown')
  }
  if (asked.code_challenge_method !== 'S256' || !/^[\w-]{43}$/.test(asked.code_challenge ?? '')) {
    return wrong('invalid_request', 'code_challenge must be an S256 challenge')
  }
  return ['select_account', undefined].includes(asked.prompt)
    ? undefined
    : wrong('invalid_request', 'prompt is unknown')
}

const profileAsk = ({ login }: GithubPersona): Ask => ({
  id: 'profile',
  label: { ko: '공개 프로필', en: 'Public profile' },
  detail: login,
  required: true,
  ticked: true,
})

const emailAsk = ({ emails, refusesEmail = false }: GithubPersona): Ask => ({
  id: 'user:email',
  label: { ko: '이메일 주소(읽기)', en: 'E-mail addresses (read-only)' },
  detail: emails.find(({ primary }) => primary)?.email ?? '',
  required: false,
  ticked: !refusesEmail,
})

/** How the page of GitHub behaves: it asks once, and again only for a scope that was not granted. */
export function githubRules(clients: GithubClients, state: GithubState): Rules {
  return {
    refuse: (asked) => refuse(clients, asked),
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
    asks(key, asked) {
      const person = state.person(key)
      if (state.granted(person) !== undefined) return []
      return [profileAsk(person), ...(words(asked.scope).includes('user:email') ? [emailAsk(person)] : [])]
    },
    agree(key, _asks, agreed) {
      state.grant(
        state.person(key),
        [...agreed].filter((id) => id !== 'profile'),
      )
    },
  }
}

import type { Ask, Asked, Rules } from '../host/authorization-endpoint.ts'
import { inOrder, profileNote } from '../host/people.ts'
import type { GoogleClients, GooglePersona } from './persona.ts'
import type { GoogleState } from './state.ts'

const scopes = ['openid', 'email', 'profile']
const words = (value: string | undefined): readonly string[] => (value ?? '').split(' ').filter(Boolean)

/**
 * What Google checks before it shows a page; it never goes back to an address that is not registered. Google would do
 * without a challenge and a nonce, and ignore what it does not know: this one does not.
 */
function refuse(clients: GoogleClients, asked: Asked) {
  const wrong = (why: string) => ({ code: 'invalid_request', why })
  if (asked.client_id !== clients.clientId) {
    return { code: 'invalid_client', why: 'The OAuth client was not found.' }
  }
  if (!clients.redirectUris.includes(asked.redirect_uri ?? '')) {
    return { code: 'redirect_uri_mismatch', why: 'the redirect URI is not registered' }
  }
  if (asked.response_type !== 'code') return wrong('response_type must be code')
  const asking = words(asked.scope)
  if (!asking.includes('openid') || asking.some((scope) => !scopes.includes(scope))) {
    return { code: 'invalid_scope', why: 'scope must be openid, email, profile' }
  }
  if (asked.code_challenge_method !== 'S256' || !/^[\w-]{43}$/.test(asked.code_challenge ?? '')) {
    return wrong('code_challenge must be an S256 challenge')
  }
  if ((asked.state ?? '') === '' || (asked.nonce ?? '') === '') return wrong('state or nonce is missing')
  if (!['online', 'offline', undefined].includes(asked.access_type)) return wrong('access_type is unknown')
  const prompts = words(asked.prompt)
  return prompts.every((prompt) => ['consent', 'select_account'].includes(prompt))
    ? undefined
    : wrong('prompt is unknown')
}

const line = (id: string, ko: string, en: string, detail: string): Ask => ({
  id,
  label: { ko, en },
  detail,
  required: true,
  ticked: true,
})

/** What the consent screen shows: it is agreed to as a whole. */
const asksOf = ({ name, email }: GooglePersona): readonly Ask[] => [
  line('profile', '이름 및 프로필 사진', 'Name and profile picture', name ?? ''),
  line('email', '이메일 주소', 'E-mail address', email?.address ?? ''),
]

/** How Google's consent screen behaves: it comes once, and again when the request says so. */
export function googleRules(clients: GoogleClients, state: GoogleState): Rules {
  return {
    refuse: (asked) => refuse(clients, asked),
    people: () =>
      inOrder(state.personas).map((person) => ({
        key: person.key,
        title: person.name ?? person.email?.address ?? person.key,
        subtitle: person.email?.address ?? '',
        note: profileNote(person),
        connected: state.isConnected(person),
      })),
    asks(key, asked) {
      const person = state.person(key)
      const isAsked = !state.isConnected(person) || words(asked.prompt).includes('consent')
      return isAsked ? asksOf(person) : []
    },
    agree: (key) => state.connect(state.person(key)),
  }
}

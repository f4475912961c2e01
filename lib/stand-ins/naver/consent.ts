import type { AuthorizationParams, AuthorizationRules, ConsentLine } from '../host/authorization-endpoint.ts'
import { inOrder, profileNote } from '../host/people.ts'
import {
  type NaverClients,
  type NaverItem,
  type NaverPersona,
  nameOf,
  naverItemLabels,
  naverItems,
} from './persona.ts'
import type { NaverState } from './state.ts'

const isItem = (value: string): value is NaverItem => naverItems.some((item) => item === value)

const authTypes: readonly (string | undefined)[] = [undefined, 'reprompt', 'reauthenticate']

/**
 * Validates an authorization request. Never redirects to an unregistered URI. Stricter than Naver, which
 * requires no challenge.
 */
function refuse(clients: NaverClients, params: AuthorizationParams) {
  const refusal = (why: string) => ({ code: 'invalid_request', why })
  if (params.client_id !== clients.clientId) return refusal('client_id is wrong')
  if (!clients.redirectUris.includes(params.redirect_uri ?? '')) {
    return refusal('the Callback URL is not the one that is registered')
  }
  if (params.response_type !== 'code') return refusal('response_type must be code')
  if ((params.state ?? '') === '') return refusal('state is missing')
  if (params.scope !== 'openid') return { code: 'invalid_scope', why: 'scope must be openid' }
  if (params.code_challenge_method !== 'S256' || !/^[\w-]{43}$/.test(params.code_challenge ?? '')) {
    return refusal('code_challenge must be an S256 challenge')
  }
  return authTypes.includes(params.auth_type) ? undefined : refusal('auth_type is unknown')
}

const itemLine = (person: NaverPersona, item: NaverItem, need: 'required' | 'optional'): ConsentLine => ({
  id: item,
  label: naverItemLabels[item],
  detail: person[item] ?? '',
  required: need === 'required',
  ticked: !person.refuses?.includes(item),
})

/**
 * The rules of Naver's consent screen: the first visit asks for everything, a later one only for declined
 * items and only with `reprompt`. Items that the account lacks are not asked for.
 */
export function naverRules(clients: NaverClients, state: NaverState): AuthorizationRules {
  return {
    refuse: (params) => refuse(clients, params),
    people: () =>
      inOrder(state.personas).map((person) => ({
        key: person.key,
        title: nameOf(person),
        subtitle: [person.email, person.mobile].filter((part) => part !== undefined).join(' · '),
        note: profileNote(person),
        connected: state.agreed(person) !== undefined,
      })),
    consentLines(key, params) {
      const person = state.person(key)
      const agreed = state.agreed(person)
      if (agreed !== undefined && params.auth_type !== 'reprompt') return []
      return naverItems.flatMap((item) => {
        const need = state.requestedItems[item]
        const isUnanswered = need !== undefined && person[item] !== undefined && !agreed?.has(item)
        return isUnanswered ? [itemLine(person, item, need)] : []
      })
    },
    agree(key, lines, agreed) {
      const accepted = lines.map(({ id }) => id).filter((id) => agreed.has(id))
      state.connect(state.person(key), accepted.filter(isItem))
    },
  }
}

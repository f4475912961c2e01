import type { Ask, Asked, Rules } from '../host/authorization-endpoint.ts'
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
 * What Naver checks before it shows a page; it never goes back to an address that is not registered. Without a
 * challenge Naver would let the request pass: this one does not.
 */
function refuse(clients: NaverClients, asked: Asked) {
  const wrong = (why: string) => ({ code: 'invalid_request', why })
  if (asked.client_id !== clients.clientId) return wrong('client_id is wrong')
  if (!clients.redirectUris.includes(asked.redirect_uri ?? '')) {
    return wrong('the Callback URL is not the one that is registered')
  }
  if (asked.response_type !== 'code') return wrong('response_type must be code')
  if ((asked.state ?? '') === '') return wrong('state is missing')
  if (asked.scope !== 'openid') return { code: 'invalid_scope', why: 'scope must be openid' }
  if (asked.code_challenge_method !== 'S256' || !/^[\w-]{43}$/.test(asked.code_challenge ?? '')) {
    return wrong('code_challenge must be an S256 challenge')
  }
  return authTypes.includes(asked.auth_type) ? undefined : wrong('auth_type is unknown')
}

const itemAsk = (person: NaverPersona, item: NaverItem, need: 'required' | 'optional'): Ask => ({
  id: item,
  label: naverItemLabels[item],
  detail: person[item] ?? '',
  required: need === 'required',
  ticked: !person.refuses?.includes(item),
})

/**
 * How Naver's consent screen behaves: it asks for everything on the first visit, and after that only for what was
 * declined, when the request says `reprompt`. An item that the account lacks is not asked for.
 */
export function naverRules(clients: NaverClients, state: NaverState): Rules {
  return {
    refuse: (asked) => refuse(clients, asked),
    people: () =>
      inOrder(state.personas).map((person) => ({
        key: person.key,
        title: nameOf(person),
        subtitle: [person.email, person.mobile].filter((part) => part !== undefined).join(' · '),
        note: profileNote(person),
        connected: state.agreed(person) !== undefined,
      })),
    asks(key, asked) {
      const person = state.person(key)
      const agreed = state.agreed(person)
      if (agreed !== undefined && asked.auth_type !== 'reprompt') return []
      return naverItems.flatMap((item) => {
        const need = state.asked[item]
        const open = need !== undefined && person[item] !== undefined && !agreed?.has(item)
        return open ? [itemAsk(person, item, need)] : []
      })
    },
    agree(key, asks, agreed) {
      const yes = asks.map(({ id }) => id).filter((id) => agreed.has(id))
      state.connect(state.person(key), yes.filter(isItem))
    },
  }
}

import type { Ask, Asked, Rules } from '../host/authorization-endpoint.ts'
import { inOrder, profileNote } from '../host/people.ts'
import {
  type ConsentItem,
  consentItems,
  itemLabels,
  type KakaoClients,
  type KakaoPersona,
  type ServiceTerms,
  sharedValue,
} from './persona.ts'
import type { KakaoState } from './state.ts'

const termsPrefix = 'terms:'
const listOf = (value: string | undefined): readonly string[] => (value ? value.split(',') : [])
const isItem = (value: string): value is ConsentItem => consentItems.some((item) => item === value)

/** What Kakao checks before it shows a page; it never goes back to an address that is not registered. */
function refuse(clients: KakaoClients, items: readonly ConsentItem[], asked: Asked) {
  if (asked.client_id !== clients.clientId) return { code: 'KOE101', why: 'the app key is wrong' }
  if (!clients.redirectUris.includes(asked.redirect_uri ?? '')) {
    return { code: 'KOE006', why: 'the redirect URI is not registered' }
  }
  if (asked.response_type !== 'code') return { code: 'KOE001', why: 'response_type must be code' }
  const scopes = listOf(asked.scope)
  if (scopes.some((scope) => scope !== 'openid' && !items.some((item) => item === scope))) {
    return { code: 'KOE205', why: 'the app does not ask for an item of the scope' }
  }
  if ('code_challenge' in asked && asked.code_challenge_method !== 'S256') {
    return { code: 'KOE001', why: 'code_challenge_method must be S256' }
  }
  return undefined
}

const itemAsk = (person: KakaoPersona, item: ConsentItem): Ask => ({
  id: item,
  label: itemLabels[item],
  detail: sharedValue(person, item) ?? '',
  required: item === 'profile_nickname',
  ticked: !person.refuses?.includes(item),
})

const termsAsk = ({ tag, title, required }: ServiceTerms): Ask => ({
  id: termsPrefix + tag,
  label: title,
  detail: tag,
  required,
  ticked: true,
})

/**
 * How Kakao's consent screen behaves: it asks for everything on the first visit, and later only for items
 * that a request names in `scope` and for terms that are not agreed to yet. An item that the account lacks
 * is not asked for.
 */
export function kakaoRules(clients: KakaoClients, state: KakaoState): Rules {
  const allTerms = clients.serviceTerms ?? []

  function termsFor(asked: Asked): readonly ServiceTerms[] {
    const tags = listOf(asked.service_terms)
    return allTerms.filter(({ tag, askedByDefault }) =>
      tags.length > 0 ? tags.includes(tag) : askedByDefault,
    )
  }

  function itemsFor(person: KakaoPersona, asked: Asked): readonly ConsentItem[] {
    const connection = state.connection(person)
    const wanted = connection === undefined ? state.appItems : listOf(asked.scope).filter(isItem)
    return wanted.filter((item) => sharedValue(person, item) !== undefined && !connection?.items.has(item))
  }

  return {
    refuse: (asked) => refuse(clients, state.appItems, asked),
    people: () =>
      inOrder(state.personas).map((person) => ({
        key: person.key,
        title: person.name ?? person.nickname,
        subtitle: [person.email?.address, person.phone].filter((part) => part !== undefined).join(' · '),
        note: profileNote(person),
        connected: state.connection(person) !== undefined,
      })),
    asks(key, asked) {
      const person = state.person(key)
      const agreed = state.connection(person)?.terms
      // Optional terms are asked once more only together with required ones, or on a first visit.
      const open = termsFor(asked).filter(({ tag }) => !agreed?.has(tag))
      const terms = agreed === undefined || open.some(({ required }) => required) ? open : []
      return [...itemsFor(person, asked).map((item) => itemAsk(person, item)), ...terms.map(termsAsk)]
    },
    agree(key, asks, agreed) {
      const yes = asks.map(({ id }) => id).filter((id) => agreed.has(id))
      const tags = yes.filter((id) => id.startsWith(termsPrefix)).map((id) => id.slice(termsPrefix.length))
      state.connect(state.person(key), yes.filter(isItem), tags)
    },
  }
}

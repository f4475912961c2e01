import type { AuthorizationParams, AuthorizationRules, ConsentLine } from '../host/authorization-endpoint.ts'
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

/** Validates an authorization request. Never redirects to an unregistered URI. */
function refuse(clients: KakaoClients, items: readonly ConsentItem[], params: AuthorizationParams) {
  if (params.client_id !== clients.clientId) return { code: 'KOE101', why: 'the app key is wrong' }
  if (!clients.redirectUris.includes(params.redirect_uri ?? '')) {
    return { code: 'KOE006', why: 'the redirect URI is not registered' }
  }
  if (params.response_type !== 'code') return { code: 'KOE001', why: 'response_type must be code' }
  const scopes = listOf(params.scope)
  if (scopes.some((scope) => scope !== 'openid' && !items.some((item) => item === scope))) {
    return { code: 'KOE205', why: 'the app does not ask for an item of the scope' }
  }
  if ('code_challenge' in params && params.code_challenge_method !== 'S256') {
    return { code: 'KOE001', why: 'code_challenge_method must be S256' }
  }
  return undefined
}

const itemLine = (person: KakaoPersona, item: ConsentItem): ConsentLine => ({
  id: item,
  label: itemLabels[item],
  detail: sharedValue(person, item) ?? '',
  required: false,
  ticked: !person.refuses?.includes(item),
})

const termsLine = ({ tag, title, required }: ServiceTerms): ConsentLine => ({
  id: termsPrefix + tag,
  label: title,
  detail: tag,
  required,
  ticked: true,
})

/**
 * The rules of Kakao's consent screen: the first visit asks for everything, a later one only for items named
 * in `scope` and for terms not agreed yet. Items that the account lacks are not asked for.
 */
export function kakaoRules(clients: KakaoClients, state: KakaoState): AuthorizationRules {
  const allTerms = clients.serviceTerms ?? []

  function termsFor(params: AuthorizationParams): readonly ServiceTerms[] {
    const tags = listOf(params.service_terms)
    return allTerms.filter(({ tag, askedByDefault }) =>
      tags.length > 0 ? tags.includes(tag) : askedByDefault,
    )
  }

  function itemsFor(person: KakaoPersona, params: AuthorizationParams): readonly ConsentItem[] {
    const connection = state.connection(person)
    const requestedItems = connection === undefined ? state.appItems : listOf(params.scope).filter(isItem)
    return requestedItems.filter(
      (item) => sharedValue(person, item) !== undefined && !connection?.items.has(item),
    )
  }

  return {
    refuse: (params) => refuse(clients, state.appItems, params),
    people: () =>
      inOrder(state.personas).map((person) => ({
        key: person.key,
        title: person.name ?? person.nickname,
        subtitle: [person.email?.address, person.phone].filter((part) => part !== undefined).join(' · '),
        note: profileNote(person),
        connected: state.connection(person) !== undefined,
      })),
    consentLines(key, params) {
      const person = state.person(key)
      const agreed = state.connection(person)?.terms
      // On a later visit, optional terms are asked only together with required ones.
      const unanswered = termsFor(params).filter(({ tag }) => !agreed?.has(tag))
      const terms = agreed === undefined || unanswered.some(({ required }) => required) ? unanswered : []
      return [...itemsFor(person, params).map((item) => itemLine(person, item)), ...terms.map(termsLine)]
    },
    agree(key, lines, agreed) {
      const accepted = lines.map(({ id }) => id).filter((id) => agreed.has(id))
      const tags = accepted
        .filter((id) => id.startsWith(termsPrefix))
        .map((id) => id.slice(termsPrefix.length))
      state.connect(state.person(key), accepted.filter(isItem), tags)
    },
  }
}

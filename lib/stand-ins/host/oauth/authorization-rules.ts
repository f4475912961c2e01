import { defined } from '../../../domain/values/defined.ts'
import type { AuthorizationParams, AuthorizationRules, PersonCard } from '../authorization-endpoint.ts'
import { inOrder, profileNote } from '../people.ts'
import type { ProviderAccount, ProviderApp, ProviderParts, RequestFault, RequestRules } from './rules.ts'

const why: Readonly<Record<RequestFault, string>> = {
  client_id: 'there is no such app',
  redirect_uri: 'the redirect URI is not registered',
  response_type: 'response_type must be code',
  state: 'state is missing',
  scope: 'the app may not ask for this scope',
  code_challenge: 'code_challenge must be an S256 challenge',
}

const hasChallenge = ({
  code_challenge: challenge = '',
  code_challenge_method: method,
}: AuthorizationParams) => method === 'S256' && /^[\w-]{43}$/.test(challenge)

/** The faults of a request, the one first that the response names. */
function faultsOf<App extends ProviderApp>(
  rules: RequestRules<App>,
  app: App,
  params: AuthorizationParams,
): readonly RequestFault[] {
  const hasPkce = rules.pkce === 'unknown' ? !('code_challenge' in params) : hasChallenge(params)
  const holds: Readonly<Record<RequestFault, boolean>> = {
    client_id: params.client_id === app.clientId,
    redirect_uri: app.redirectUris.includes(params.redirect_uri ?? ''),
    response_type: params.response_type === 'code',
    state: (params.state ?? '') !== '',
    scope: rules.knowsScope(params.scope, app),
    code_challenge: hasPkce,
  }
  const faults: readonly RequestFault[] = [
    'client_id',
    'redirect_uri',
    'response_type',
    'state',
    'scope',
    'code_challenge',
  ]
  const isLeftOut = (fault: RequestFault) => params[fault] === undefined && rules.optional?.includes(fault)
  return faults.filter((fault) => !holds[fault] && !isLeftOut(fault))
}

/**
 * Validates an authorization request. Never redirects to an unregistered URI. Stricter than the real providers, which
 * require neither challenge nor state.
 */
function refuse<App extends ProviderApp>(rules: RequestRules<App>, app: App, params: AuthorizationParams) {
  const [fault] = faultsOf(rules, app, params)
  if (fault !== undefined) return { code: rules.codes?.[fault] ?? 'invalid_request', why: why[fault] }
  const refusal = rules.refuse?.(params)
  return refusal === undefined ? undefined : { code: 'invalid_request', why: refusal }
}

/** The rules of a provider's authorization endpoint. */
export function authorizationRules<Person extends ProviderAccount, App extends ProviderApp, Consent>(
  parts: ProviderParts<Person, App, Consent>,
): AuthorizationRules {
  const { rules, clients, state, now } = parts
  const persons = new Map(state.personas.map((person) => [person.key, person]))
  const cardOf = (person: Person): PersonCard => ({
    key: person.key,
    ...rules.card(person),
    note: profileNote(person),
    connected: state.consent(person) !== undefined,
  })
  return {
    refuse: (params) => refuse(rules.request, clients, params),
    people: () => inOrder(state.personas).map(cardOf),
    person(key) {
      const person = persons.get(key)
      return person && cardOf(person)
    },
    consentLines(key, params) {
      const person = state.person(key)
      return rules.consent.lines(person, state.consent(person), params, clients)
    },
    returned: (key, params) =>
      rules.returned?.(parts, key === undefined ? undefined : state.person(key), params) ?? {},
    ...defined({ cancelled: rules.cancelled }),
    agree(key, lines, agreed) {
      const person = state.person(key)
      const ids = lines.map(({ id }) => id).filter((id) => agreed.has(id))
      state.setConsent(person, rules.consent.after(state.consent(person), ids, now()))
    },
  }
}

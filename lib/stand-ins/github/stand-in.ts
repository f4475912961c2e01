import { createAuthorizationEndpoint } from '../host/authorization-endpoint.ts'
import { startHost } from '../host/host.ts'
import type { StandIn } from '../host/local-provider.ts'
import { oauthEndpoints } from '../host/oauth-endpoints.ts'
import { inOrder, profileNote } from '../host/people.ts'
import { walkThrough } from '../host/walk.ts'
import { githubApi } from './api.ts'
import { githubRules } from './consent.ts'
import { type GithubClients, type GithubPersona, nameOf } from './persona.ts'
import { createGithubState } from './state.ts'
import { tokenEndpoint } from './tokens.ts'
import { deliveryOf, type GithubDelivery } from './webhook.ts'

/** The settings of the stand-in. */
export interface GithubStandInOptions {
  /** Default: a free port. */
  readonly port?: number
  readonly personas: readonly GithubPersona[]
  readonly clients: GithubClients
  /** The clock of codes and tokens. */
  readonly now?: () => Date
}

/** A running stand-in for GitHub: the site and the API at one origin. */
export interface GithubStandIn extends StandIn {
  readonly personas: readonly GithubPersona[]
  /** An access token for our app, as a mobile app obtains it. */
  nativeAccessToken(persona: string): string
  /** A valid access token of the same person, issued to another app. */
  foreignAccessToken(persona: string): string
  isConnected(persona: string): boolean
  /** The person removes the app in the GitHub settings. GitHub sends no notice. */
  disconnect(persona: string): void
  /**
   * The delivery of an event by a GitHub App's webhook: headers and body. By default the app tells that the person has
   * revoked its authorization.
   */
  delivery(persona: string, event?: string, action?: string): GithubDelivery
  /** Whether an access token is valid. */
  isAlive(accessToken: string): boolean
}

const foreignClientId = 'Ov23liSomebodyElse'

const look = {
  provider: { ko: '깃허브 로그인', en: 'Sign in to GitHub' },
  accent: { surface: '#1f883d', text: '#ffffff' },
}

/** Starts a stand-in for GitHub on 127.0.0.1. */
export async function startGithubStandIn(options: GithubStandInOptions): Promise<GithubStandIn> {
  const { clients, personas, now = () => new Date() } = options
  const state = createGithubState(clients, personas, now)
  const rules = githubRules(clients, state)
  const endpoint = createAuthorizationEndpoint(rules, now)
  const host = await startHost(options.port, () => ({
    ...oauthEndpoints('/login/oauth/authorize', endpoint, rules, look),
    'POST /login/oauth/access_token': tokenEndpoint(clients, state, endpoint),
    ...githubApi(clients, state),
  }))
  return {
    ...host,
    personas,
    cast: () =>
      inOrder(personas).map((person) => ({
        key: person.key,
        name: nameOf(person),
        note: profileNote(person),
      })),
    authorize: (url, persona, consent = {}) => walkThrough(endpoint, url, persona, consent),
    nativeAccessToken(key) {
      const person = state.person(key)
      state.grant(person, state.granted(person) ?? ['user:email'])
      return state.issue(person).accessToken
    },
    foreignAccessToken: (key) => state.issueFor(state.person(key), foreignClientId),
    isConnected: (key) => state.granted(state.person(key)) !== undefined,
    disconnect: (key) => state.endGrant(state.person(key)),
    delivery: (key, event = 'github_app_authorization', action = 'revoked') =>
      deliveryOf(clients, state.person(key), event, action),
    isAlive: (accessToken) => state.token(accessToken) !== undefined,
  }
}

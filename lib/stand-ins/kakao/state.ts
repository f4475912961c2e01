import { randomBytes } from 'node:crypto'
import { finder } from '../host/find-people.ts'
import { type ConsentItem, consentItems, type KakaoClients, type KakaoPersona } from './persona.ts'

/** The connection of one person to the app: the agreements and their times. */
export interface Connection {
  readonly items: ReadonlySet<ConsentItem>
  /** The time of each agreement, by tag. */
  readonly terms: ReadonlyMap<string, Date>
  readonly connectedAt: Date
}

/** The grant behind an access token. */
export interface AccessToken {
  readonly person: KakaoPersona
  readonly appId: string
  readonly expiresAt: Date
}

/** The state of the stand-in: connections by person, and valid tokens. */
export interface KakaoState {
  readonly personas: readonly KakaoPersona[]
  readonly appItems: readonly ConsentItem[]
  /** Throws for an unknown key. */
  person(key: string): KakaoPersona
  personById(id: string): KakaoPersona | undefined
  connection(person: KakaoPersona): Connection | undefined
  /** Connects a person, or adds to earlier agreements. */
  connect(person: KakaoPersona, items: Iterable<ConsentItem>, terms: Iterable<string>): void
  revokeTerms(person: KakaoPersona, tags: readonly string[]): void
  /** Records agreements that the app obtained itself. */
  agreeToTerms(person: KakaoPersona, tags: readonly string[]): void
  /** Removes the consents and ends all tokens. */
  disconnect(person: KakaoPersona): void
  issueToken(person: KakaoPersona, appId: string): string
  /** The grant behind a valid access token. */
  token(accessToken: string): AccessToken | undefined
  endTokens(person: KakaoPersona): void
  endToken(accessToken: string): void
}

/** Lifetime of access tokens and id_tokens in seconds. */
export const tokenLifetime = 21_599

/** The id of a person as text. */
export const idOf = (person: KakaoPersona): string => `${person.id}`

function createConnections(personas: readonly KakaoPersona[], now: () => Date) {
  const connections = new Map<string, Connection>()
  function connect(person: KakaoPersona, items: Iterable<ConsentItem>, terms: Iterable<string>): void {
    const before = connections.get(person.key)
    connections.set(person.key, {
      items: new Set([...(before?.items ?? []), ...items]),
      terms: new Map([...[...terms].map((tag) => [tag, now()] as const), ...(before?.terms ?? [])]),
      connectedAt: before?.connectedAt ?? now(),
    })
  }
  for (const person of personas) {
    if (person.already) connect(person, person.already.items, person.already.terms)
  }
  return { connections, connect }
}

/** Creates the state with the people of the cast, including connections made earlier. */
export function createKakaoState(
  clients: KakaoClients,
  personas: readonly KakaoPersona[],
  now: () => Date,
): KakaoState {
  const { connections, connect } = createConnections(personas, now)
  const tokens = new Map<string, AccessToken>()
  const endTokens = (person: KakaoPersona) => {
    for (const [token, held] of tokens) {
      if (held.person === person && held.appId === clients.appId) tokens.delete(token)
    }
  }
  return {
    personas,
    appItems: clients.consentItems ?? consentItems,
    person: finder(personas),
    personById: (id) => personas.find((person) => idOf(person) === id),
    connection: (person) => connections.get(person.key),
    connect,
    agreeToTerms: (person, tags) => connect(person, [], tags),
    revokeTerms(person, tags) {
      const before = connections.get(person.key)
      if (before === undefined) return
      const terms = new Map([...before.terms].filter(([tag]) => !tags.includes(tag)))
      connections.set(person.key, { ...before, terms })
    },
    disconnect(person) {
      connections.delete(person.key)
      endTokens(person)
    },
    issueToken(person, appId) {
      const accessToken = randomBytes(32).toString('base64url')
      tokens.set(accessToken, { person, appId, expiresAt: new Date(now().getTime() + tokenLifetime * 1000) })
      return accessToken
    },
    token(accessToken) {
      const held = tokens.get(accessToken)
      return held !== undefined && held.expiresAt > now() ? held : undefined
    },
    endTokens,
    endToken: (accessToken) => void tokens.delete(accessToken),
  }
}

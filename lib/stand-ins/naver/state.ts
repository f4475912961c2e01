import { randomBytes } from 'node:crypto'
import { finder } from '../host/find-people.ts'
import { type NaverClients, type NaverItem, type NaverPersona, naverItems, usualItems } from './persona.ts'

/** What an access token stands for. */
export interface NaverToken {
  readonly person: NaverPersona
  /** The application that it was issued to; ids differ from one to the other. */
  readonly clientId: string
  readonly expiresAt: Date
}

/** All that the stand-in remembers: who is connected with which items, and which tokens are alive. */
export interface NaverState {
  readonly personas: readonly NaverPersona[]
  /** Which items the application asks for. */
  readonly asked: Readonly<Partial<Record<NaverItem, 'required' | 'optional'>>>
  /** Throws for a key that nobody has. */
  person(key: string): NaverPersona
  /** The items that a person agreed to share; undefined when not connected. */
  agreed(person: NaverPersona): ReadonlySet<NaverItem> | undefined
  connect(person: NaverPersona, items: Iterable<NaverItem>): void
  /** Forgets what was agreed to and ends all tokens. */
  disconnect(person: NaverPersona): void
  issueTokens(person: NaverPersona): { readonly accessToken: string; readonly refreshToken: string }
  issueAccessToken(person: NaverPersona, clientId: string): string
  /** What a live access token stands for. */
  token(accessToken: string): NaverToken | undefined
  /** Whose live refresh token it is. */
  refreshable(refreshToken: string): NaverPersona | undefined
}

/** Seconds that an access token lives. */
export const tokenLifetime = 3600

/** Begins with the personas of the cast, and those connected who have been before. */
export function createNaverState(
  clients: NaverClients,
  personas: readonly NaverPersona[],
  now: () => Date,
): NaverState {
  const asked = clients.items ?? usualItems
  const connections = new Map<string, ReadonlySet<NaverItem>>()
  const accessTokens = new Map<string, NaverToken>()
  const refreshTokens = new Map<string, NaverPersona>()
  for (const person of personas) if (person.connected) connections.set(person.key, new Set(naverItems))

  function issueAccessToken(person: NaverPersona, clientId: string): string {
    // Naver's have the characters that a header takes and a URL does not.
    const accessToken = `AAAA${randomBytes(33).toString('base64')}+/=`
    const expiresAt = new Date(now().getTime() + tokenLifetime * 1000)
    accessTokens.set(accessToken, { person, clientId, expiresAt })
    return accessToken
  }
  return {
    personas,
    asked,
    person: finder(personas),
    agreed: (person) => connections.get(person.key),
    connect(person, items) {
      connections.set(person.key, new Set([...(connections.get(person.key) ?? []), ...items]))
    },
    disconnect(person) {
      connections.delete(person.key)
      for (const [token, held] of accessTokens) {
        if (held.person === person && held.clientId === clients.clientId) accessTokens.delete(token)
      }
      for (const [token, owner] of refreshTokens) if (owner === person) refreshTokens.delete(token)
    },
    issueAccessToken,
    issueTokens(person) {
      const refreshToken = randomBytes(40).toString('hex')
      refreshTokens.set(refreshToken, person)
      return { accessToken: issueAccessToken(person, clients.clientId), refreshToken }
    },
    token(accessToken) {
      const held = accessTokens.get(accessToken)
      return held !== undefined && held.expiresAt > now() ? held : undefined
    },
    refreshable: (refreshToken) => refreshTokens.get(refreshToken),
  }
}

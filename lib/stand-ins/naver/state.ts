import { randomBytes } from 'node:crypto'
import { finder } from '../host/find-people.ts'
import { type NaverClients, type NaverItem, type NaverPersona, naverItems, usualItems } from './persona.ts'

/** The grant behind an access token. */
interface NaverToken {
  readonly person: NaverPersona
  /** The application that the token was issued to. A person's id differs per application. */
  readonly clientId: string
  readonly expiresAt: Date
}

/** The state of the stand-in: agreed items by person, and valid tokens. */
export interface NaverState {
  readonly personas: readonly NaverPersona[]
  /** The items that the application asks for. */
  readonly requestedItems: Readonly<Partial<Record<NaverItem, 'required' | 'optional'>>>
  /** Throws for an unknown key. */
  person(key: string): NaverPersona
  /** The items that a person agreed to share. Undefined without a connection. */
  agreed(person: NaverPersona): ReadonlySet<NaverItem> | undefined
  connect(person: NaverPersona, items: Iterable<NaverItem>): void
  /** Removes the agreements and ends all tokens. */
  disconnect(person: NaverPersona): void
  issueTokens(person: NaverPersona): { readonly accessToken: string; readonly refreshToken: string }
  issueAccessToken(person: NaverPersona, clientId: string): string
  /** The grant behind a valid access token. */
  token(accessToken: string): NaverToken | undefined
  /** The owner of a valid refresh token. */
  refreshTokenOwner(refreshToken: string): NaverPersona | undefined
}

/** Lifetime of an access token in seconds. */
export const tokenLifetime = 3600

/** Creates the state with the people of the cast, including connections made earlier. */
export function createNaverState(
  clients: NaverClients,
  personas: readonly NaverPersona[],
  now: () => Date,
): NaverState {
  const requestedItems = clients.items ?? usualItems
  const connections = new Map<string, ReadonlySet<NaverItem>>()
  const accessTokens = new Map<string, NaverToken>()
  const refreshTokens = new Map<string, NaverPersona>()
  for (const person of personas) if (person.connected) connections.set(person.key, new Set(naverItems))

  function issueAccessToken(person: NaverPersona, clientId: string): string {
    // Naver's tokens hold characters that are valid in a header but not in a URL.
    const accessToken = `AAAA${randomBytes(33).toString('base64')}+/=`
    const expiresAt = new Date(now().getTime() + tokenLifetime * 1000)
    accessTokens.set(accessToken, { person, clientId, expiresAt })
    return accessToken
  }
  return {
    personas,
    requestedItems,
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
    refreshTokenOwner: (refreshToken) => refreshTokens.get(refreshToken),
  }
}

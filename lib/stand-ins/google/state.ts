import { randomBytes } from 'node:crypto'
import { finder } from '../host/find-people.ts'
import type { GoogleClients, GooglePersona } from './persona.ts'

/** What a token stands for. */
export interface GoogleToken {
  readonly person: GooglePersona
  /** The client that it was issued to. */
  readonly clientId: string
  readonly expiresAt: Date
}

/** All that the stand-in remembers: who has consented, and which tokens are alive. */
export interface GoogleState {
  readonly personas: readonly GooglePersona[]
  /** Throws for a key that nobody has. */
  person(key: string): GooglePersona
  isConnected(person: GooglePersona): boolean
  connect(person: GooglePersona): void
  /** Forgets the consent and ends all tokens of the project. */
  disconnect(person: GooglePersona): void
  /** A refresh token comes with the first offline consent, and never again. */
  firstRefreshToken(person: GooglePersona): string | undefined
  issueAccessToken(person: GooglePersona, clientId: string): string
  /** What a live access token stands for. */
  token(accessToken: string): GoogleToken | undefined
  /** Whose live refresh token it is. */
  refreshable(refreshToken: string): GooglePersona | undefined
}

/** Seconds that an access token lives. */
export const tokenLifetime = 3599

/** Begins with the personas of the cast, and those connected who have been before. */
export function createGoogleState(
  clients: GoogleClients,
  personas: readonly GooglePersona[],
  now: () => Date,
): GoogleState {
  const ours = [clients.clientId, clients.nativeClientId]
  /** Whether the refresh token of a consent has been handed out. */
  const consents = new Map<string, 'online' | 'offline'>()
  const accessTokens = new Map<string, GoogleToken>()
  const refreshTokens = new Map<string, GooglePersona>()
  for (const person of personas) if (person.consented) consents.set(person.key, 'offline')
  return {
    personas,
    person: finder(personas),
    isConnected: ({ key }) => consents.has(key),
    connect({ key }) {
      if (!consents.has(key)) consents.set(key, 'online')
    },
    disconnect(person) {
      consents.delete(person.key)
      for (const [token, held] of accessTokens) {
        if (held.person === person && ours.includes(held.clientId)) accessTokens.delete(token)
      }
      for (const [token, owner] of refreshTokens) if (owner === person) refreshTokens.delete(token)
    },
    firstRefreshToken(person) {
      if (consents.get(person.key) !== 'online') return undefined
      consents.set(person.key, 'offline')
      const refreshToken = `1//${randomBytes(48).toString('base64url')}`
      refreshTokens.set(refreshToken, person)
      return refreshToken
    },
    issueAccessToken(person, clientId) {
      const accessToken = `ya29.${randomBytes(48).toString('base64url')}`
      accessTokens.set(accessToken, {
        person,
        clientId,
        expiresAt: new Date(now().getTime() + tokenLifetime * 1000),
      })
      return accessToken
    },
    token(accessToken) {
      const held = accessTokens.get(accessToken)
      return held !== undefined && held.expiresAt > now() ? held : undefined
    },
    refreshable: (refreshToken) => refreshTokens.get(refreshToken),
  }
}

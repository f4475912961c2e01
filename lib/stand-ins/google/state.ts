import { randomBytes } from 'node:crypto'
import { finder } from '../host/find-people.ts'
import type { GoogleClients, GooglePersona } from './persona.ts'

/** The grant behind a token. */
interface GoogleToken {
  readonly person: GooglePersona
  /** The client that the token was issued to. */
  readonly clientId: string
  readonly expiresAt: Date
}

/** The state of the stand-in: consents by person, and valid tokens. */
export interface GoogleState {
  readonly personas: readonly GooglePersona[]
  /** Throws for an unknown key. */
  person(key: string): GooglePersona
  isConnected(person: GooglePersona): boolean
  connect(person: GooglePersona): void
  /** Removes the consent and ends all tokens of the project. */
  disconnect(person: GooglePersona): void
  /** A refresh token, issued with the first offline consent only. */
  firstRefreshToken(person: GooglePersona): string | undefined
  issueAccessToken(person: GooglePersona, clientId: string): string
  /** The grant behind a valid access token. */
  token(accessToken: string): GoogleToken | undefined
  /** The owner of a valid refresh token. */
  refreshTokenOwner(refreshToken: string): GooglePersona | undefined
}

/** Lifetime of an access token in seconds. */
export const tokenLifetime = 3599

/** Creates the state with the people of the cast, including consents made earlier. */
export function createGoogleState(
  clients: GoogleClients,
  personas: readonly GooglePersona[],
  now: () => Date,
): GoogleState {
  const ours = [clients.clientId, clients.nativeClientId]
  /** `offline` once the refresh token of a consent was issued. */
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
    refreshTokenOwner: (refreshToken) => refreshTokens.get(refreshToken),
  }
}

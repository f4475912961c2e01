import { randomBytes } from 'node:crypto'
import { finder } from '../host/find-people.ts'
import type { OidcClients, OidcPersona } from './persona.ts'

/** The grant behind a token. */
interface OidcToken {
  readonly person: OidcPersona
  /** The client that the token was issued to. */
  readonly clientId: string
  readonly expiresAt: Date
}

/** The state of a stand-in: consents by person, and valid tokens. */
export interface OidcState {
  readonly personas: readonly OidcPersona[]
  /** Throws for an unknown key. */
  person(key: string): OidcPersona
  isConnected(person: OidcPersona): boolean
  connect(person: OidcPersona): void
  /** Removes the consent and ends all tokens of our app. */
  disconnect(person: OidcPersona): void
  issueRefreshToken(person: OidcPersona): string
  /** A refresh token, once for each consent. */
  firstRefreshToken(person: OidcPersona): string | undefined
  issueAccessToken(person: OidcPersona, clientId: string): string
  /** The grant behind a valid access token. */
  token(accessToken: string): OidcToken | undefined
  /** The owner of a valid refresh token. */
  refreshTokenOwner(refreshToken: string): OidcPersona | undefined
}

/** Creates the state with the people of the cast, including consents made earlier. */
export function createOidcState(
  { clientId, nativeClientId }: OidcClients,
  personas: readonly OidcPersona[],
  tokenLifetime: number,
  now: () => Date,
): OidcState {
  const ours = [clientId, nativeClientId]
  /** Whether the first refresh token of a consent was issued. */
  const consents = new Map<string, { refreshed: boolean }>()
  const accessTokens = new Map<string, OidcToken>()
  const refreshTokens = new Map<string, OidcPersona>()
  for (const person of personas) if (person.consented) consents.set(person.key, { refreshed: true })

  function issueRefreshToken(person: OidcPersona): string {
    const refreshToken = `refresh-${randomBytes(48).toString('base64url')}`
    refreshTokens.set(refreshToken, person)
    return refreshToken
  }

  return {
    personas,
    person: finder(personas),
    isConnected: ({ key }) => consents.has(key),
    connect({ key }) {
      if (!consents.has(key)) consents.set(key, { refreshed: false })
    },
    disconnect(person) {
      consents.delete(person.key)
      for (const [token, held] of accessTokens) {
        if (held.person === person && ours.includes(held.clientId)) accessTokens.delete(token)
      }
      for (const [token, owner] of refreshTokens) if (owner === person) refreshTokens.delete(token)
    },
    issueRefreshToken,
    firstRefreshToken(person) {
      const consent = consents.get(person.key)
      if (consent === undefined || consent.refreshed) return undefined
      consent.refreshed = true
      return issueRefreshToken(person)
    },
    issueAccessToken(person, client) {
      const accessToken = `access-${randomBytes(48).toString('base64url')}`
      const expiresAt = new Date(now().getTime() + tokenLifetime * 1000)
      accessTokens.set(accessToken, { person, clientId: client, expiresAt })
      return accessToken
    },
    token(accessToken) {
      const held = accessTokens.get(accessToken)
      return held !== undefined && held.expiresAt > now() ? held : undefined
    },
    refreshTokenOwner: (refreshToken) => refreshTokens.get(refreshToken),
  }
}

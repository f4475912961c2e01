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

/** What some providers give at the first sign-in after a consent alone. */
type OnceForConsent = 'refresh_token' | 'name'

/** The state of a stand-in: consents by person, and valid tokens. */
export interface OidcState {
  readonly personas: readonly OidcPersona[]
  /** Throws for an unknown key. */
  person(key: string): OidcPersona
  isConnected(person: OidcPersona): boolean
  connect(person: OidcPersona): void
  /** Removes the consent and ends all tokens of our app. */
  disconnect(person: OidcPersona): void
  /** Whether something that a provider gives once for each consent is due now. It is not due again. */
  isDue(person: OidcPersona, what: OnceForConsent): boolean
  issueRefreshToken(person: OidcPersona, clientId: string): string
  issueAccessToken(person: OidcPersona, clientId: string): string
  /** The grant behind a valid access token. */
  token(accessToken: string): OidcToken | undefined
  /** The owner of a valid refresh token, for the client that it was issued to or for any. */
  refreshTokenOwner(refreshToken: string, clientId?: string): OidcPersona | undefined
}

/** Creates the state with the people of the cast, including consents made earlier. */
export function createOidcState(
  { clientId, nativeClientId }: OidcClients,
  personas: readonly OidcPersona[],
  tokenLifetime: number,
  now: () => Date,
): OidcState {
  const ours = [clientId, nativeClientId]
  /** What is still due of each consent. */
  const consents = new Map<string, Set<OnceForConsent>>()
  const accessTokens = new Map<string, OidcToken>()
  const refreshTokens = new Map<string, Omit<OidcToken, 'expiresAt'>>()
  for (const { key, consented } of personas) if (consented) consents.set(key, new Set())

  return {
    personas,
    person: finder(personas),
    isConnected: ({ key }) => consents.has(key),
    connect({ key }) {
      if (!consents.has(key)) consents.set(key, new Set(['refresh_token', 'name']))
    },
    disconnect(person) {
      consents.delete(person.key)
      for (const [token, held] of accessTokens) {
        if (held.person === person && ours.includes(held.clientId)) accessTokens.delete(token)
      }
      for (const [token, held] of refreshTokens) if (held.person === person) refreshTokens.delete(token)
    },
    isDue: ({ key }, what) => consents.get(key)?.delete(what) ?? false,
    issueRefreshToken(person, client) {
      const refreshToken = `refresh-${randomBytes(48).toString('base64url')}`
      refreshTokens.set(refreshToken, { person, clientId: client })
      return refreshToken
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
    refreshTokenOwner(refreshToken, client) {
      const held = refreshTokens.get(refreshToken)
      return client === undefined || held?.clientId === client ? held?.person : undefined
    },
  }
}

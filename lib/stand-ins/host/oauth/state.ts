import { randomBytes } from 'node:crypto'
import { finder } from '../find-people.ts'

/** The grant behind a valid access token. */
export interface HeldToken<Person, Consent> {
  readonly person: Person
  /** The client that the token was issued to. */
  readonly clientId: string
  /** Whether the client is of our app. */
  readonly isOurs: boolean
  /** The consent as it was when the token was issued. */
  readonly consent: Consent | undefined
  readonly expiresAt: Date
}

/** A new token, in the form of the provider. */
export type NewToken = (kind: 'access' | 'refresh') => string

/** The state of a stand-in: consents by person, and valid tokens. */
export interface ProviderState<Person, Consent> {
  readonly personas: readonly Person[]
  /** Throws for an unknown key. */
  person(key: string): Person
  /** What a person consented to. Undefined without a connection. */
  consent(person: Person): Consent | undefined
  setConsent(person: Person, consent: Consent): void
  /** Removes the consent and ends all tokens of our app. */
  disconnect(person: Person): void
  issueAccessToken(person: Person, clientId: string): string
  /** Issues the refresh token that belongs to an access token. */
  issueRefreshToken(accessToken: string): string
  /** The grant behind a valid access token. */
  token(accessToken: string): HeldToken<Person, Consent> | undefined
  /** The owner of a valid refresh token, for the client that it was issued to or for any. */
  refreshTokenOwner(refreshToken: string, clientId?: string): Person | undefined
  /** Ends an access token, or a refresh token with the access token that it belongs to. */
  endToken(token: string): void
  /** Ends all tokens that our app has of a person. */
  endTokens(person: Person): void
}

/** How a stand-in issues tokens. */
interface TokenOptions {
  /** The clients of our app. */
  readonly ours: readonly (string | undefined)[]
  /** Seconds that an access token lives. */
  readonly lifetime: number
  /** As many access tokens of a person live at a client. The oldest ends. */
  readonly most?: number
  readonly newToken?: NewToken
  readonly now: () => Date
}

type IssuedTokens<Person, Consent> = Omit<
  ProviderState<Person, Consent>,
  'personas' | 'person' | 'consent' | 'setConsent' | 'disconnect'
>

const usualToken: NewToken = (kind) => `${kind}-${randomBytes(48).toString('base64url')}`

function createTokens<Person, Consent>(
  consentOf: (person: Person) => Consent | undefined,
  { ours, lifetime, most = Number.POSITIVE_INFINITY, newToken = usualToken, now }: TokenOptions,
): IssuedTokens<Person, Consent> {
  const accessTokens = new Map<string, HeldToken<Person, Consent>>()
  const refreshTokens = new Map<string, HeldToken<Person, Consent> & { readonly accessToken: string }>()
  /** The tokens of each person: a search through those of everybody would slow down with every sign-in. */
  const owned = new Map<Person, Set<string>>()
  function own(person: Person, token: string): void {
    owned.set(person, (owned.get(person) ?? new Set()).add(token))
  }
  function end(token: string): void {
    const held = accessTokens.get(token) ?? refreshTokens.get(token)
    if (held !== undefined) owned.get(held.person)?.delete(token)
    accessTokens.delete(token)
    refreshTokens.delete(token)
  }
  return {
    issueAccessToken(person, clientId) {
      const accessToken = newToken('access')
      const expiresAt = new Date(now().getTime() + lifetime * 1000)
      const isOurs = ours.includes(clientId)
      accessTokens.set(accessToken, { person, clientId, isOurs, consent: consentOf(person), expiresAt })
      own(person, accessToken)
      const atClient = [...(owned.get(person) ?? [])].filter(
        (token) => accessTokens.get(token)?.clientId === clientId,
      )
      for (const oldest of atClient.slice(0, Math.max(0, atClient.length - most))) end(oldest)
      return accessToken
    },
    issueRefreshToken(accessToken) {
      const held = accessTokens.get(accessToken)
      if (held === undefined) throw new Error('a refresh token belongs to an access token')
      const refreshToken = newToken('refresh')
      refreshTokens.set(refreshToken, { ...held, accessToken })
      own(held.person, refreshToken)
      return refreshToken
    },
    token(accessToken) {
      const held = accessTokens.get(accessToken)
      return held !== undefined && held.expiresAt > now() ? held : undefined
    },
    refreshTokenOwner(refreshToken, clientId) {
      const held = refreshTokens.get(refreshToken)
      return clientId === undefined || held?.clientId === clientId ? held?.person : undefined
    },
    endToken(token) {
      end(refreshTokens.get(token)?.accessToken ?? token)
      end(token)
    },
    endTokens(person) {
      for (const token of owned.get(person) ?? []) {
        if ((accessTokens.get(token) ?? refreshTokens.get(token))?.isOurs === true) end(token)
      }
    },
  }
}

/**
 * Creates the state with the people of the cast. `consentedBefore` gives the consent that a person gave before the
 * first visit.
 */
export function createProviderState<
  Person extends { readonly key: string; readonly id: string | bigint },
  Consent,
>(
  personas: readonly Person[],
  consentedBefore: (person: Person) => Consent | undefined,
  options: TokenOptions,
): ProviderState<Person, Consent> {
  const consents = new Map<string, Consent>()
  const consentOf = ({ key }: Person) => consents.get(key)
  const tokens = createTokens(consentOf, options)
  for (const person of personas) {
    const consent = consentedBefore(person)
    if (consent !== undefined) consents.set(person.key, consent)
  }
  return {
    personas,
    person: finder(personas),
    consent: consentOf,
    setConsent: ({ key }, consent) => void consents.set(key, consent),
    disconnect(person) {
      consents.delete(person.key)
      tokens.endTokens(person)
    },
    ...tokens,
  }
}

import { randomBytes } from 'node:crypto'
import { finder } from '../host/find-people.ts'
import type { GithubClients, GithubPersona } from './persona.ts'

/** The grant behind an access token. */
export interface GithubToken {
  readonly person: GithubPersona
  readonly clientId: string
  readonly scopes: readonly string[]
  /** Absent: the token does not expire. */
  readonly expiresAt?: Date
}

/** The tokens of a sign-in. */
export interface GithubPair {
  readonly accessToken: string
  readonly refreshToken?: string
  readonly scopes: readonly string[]
}

/** The state of the stand-in: granted scopes by person, and valid tokens. */
export interface GithubState {
  readonly personas: readonly GithubPersona[]
  /** Throws for an unknown key. */
  person(key: string): GithubPersona
  /** The scopes of a grant. Undefined without a grant. */
  granted(person: GithubPersona): readonly string[] | undefined
  grant(person: GithubPersona, scopes: readonly string[]): void
  /** Removes the grant and ends all tokens of the app. */
  endGrant(person: GithubPersona): void
  issue(person: GithubPersona): GithubPair
  issueFor(person: GithubPersona, clientId: string): string
  /** The grant behind a valid access token. */
  token(accessToken: string): GithubToken | undefined
  endToken(accessToken: string): void
  /** Issues a new pair for a refresh token and ends the old pair. */
  refresh(refreshToken: string): GithubPair | undefined
}

/** Lifetimes of expiring tokens in seconds. */
export const tokenLifetimes = { access: 28_800, refresh: 15_897_600 } as const
/** GitHub allows a person this many tokens per app and drops the oldest. */
const maxTokens = 10

const random = (prefix: string): string =>
  `${prefix}_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'x')}`

/** Creates the state with the people of the cast, including grants made earlier. */
export function createGithubState(
  { clientId, expiringTokens = true }: GithubClients,
  personas: readonly GithubPersona[],
  now: () => Date,
): GithubState {
  const grants = new Map<string, readonly string[]>()
  const tokens = new Map<string, GithubToken>()
  const pairs = new Map<string, { readonly person: GithubPersona; readonly accessToken: string }>()
  for (const { key, authorized } of personas) if (authorized) grants.set(key, ['user:email'])

  function issueAccessToken(person: GithubPersona, holder: string): string {
    const accessToken = random('gho')
    const expiry = expiringTokens && { expiresAt: new Date(now().getTime() + tokenLifetimes.access * 1000) }
    const scopes = grants.get(person.key) ?? []
    tokens.set(accessToken, { person, clientId: holder, scopes, ...expiry })
    const own = [...tokens].filter(([, held]) => held.person === person && held.clientId === holder)
    for (const [oldest] of own.slice(0, -maxTokens)) tokens.delete(oldest)
    return accessToken
  }

  function issue(person: GithubPersona): GithubPair {
    const accessToken = issueAccessToken(person, clientId)
    const scopes = grants.get(person.key) ?? []
    if (!expiringTokens) return { accessToken, scopes }
    const refreshToken = random('ghr')
    pairs.set(refreshToken, { person, accessToken })
    return { accessToken, refreshToken, scopes }
  }

  return {
    personas,
    person: finder(personas),
    granted: ({ key }) => grants.get(key),
    grant: ({ key }, scopes) => void grants.set(key, scopes),
    endGrant(person) {
      grants.delete(person.key)
      for (const [token, held] of tokens) {
        if (held.person === person && held.clientId === clientId) tokens.delete(token)
      }
      for (const [token, pair] of pairs) if (pair.person === person) pairs.delete(token)
    },
    issue,
    issueFor: issueAccessToken,
    token(accessToken) {
      const held = tokens.get(accessToken)
      const isExpired = held?.expiresAt !== undefined && held.expiresAt <= now()
      return isExpired ? undefined : held
    },
    endToken: (accessToken) => void tokens.delete(accessToken),
    refresh(refreshToken) {
      const pair = pairs.get(refreshToken)
      pairs.delete(refreshToken)
      if (pair === undefined) return undefined
      tokens.delete(pair.accessToken)
      return issue(pair.person)
    },
  }
}

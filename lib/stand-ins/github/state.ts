import { randomBytes } from 'node:crypto'
import { finder } from '../host/find-people.ts'
import type { GithubClients, GithubPersona } from './persona.ts'

/** What an access token stands for. */
export interface GithubToken {
  readonly person: GithubPersona
  readonly clientId: string
  readonly scopes: readonly string[]
  /** Absent: it never runs out. */
  readonly expiresAt?: Date
}

/** What a sign-in brings. */
export interface GithubPair {
  readonly accessToken: string
  readonly refreshToken?: string
  readonly scopes: readonly string[]
}

/** All that the stand-in remembers: who has authorized the app with which scopes, and which tokens are alive. */
export interface GithubState {
  readonly personas: readonly GithubPersona[]
  /** Throws for a key that nobody has. */
  person(key: string): GithubPersona
  /** The scopes of a grant; undefined without one. */
  granted(person: GithubPersona): readonly string[] | undefined
  grant(person: GithubPersona, scopes: readonly string[]): void
  /** Forgets the grant and ends all tokens of the app. */
  endGrant(person: GithubPersona): void
  issue(person: GithubPersona): GithubPair
  issueFor(person: GithubPersona, clientId: string): string
  /** What a live access token stands for. */
  token(accessToken: string): GithubToken | undefined
  endToken(accessToken: string): void
  /** A new pair for a refresh token; the old pair is dead from then on. */
  refresh(refreshToken: string): GithubPair | undefined
}

/** Seconds that tokens live which run out. */
export const lifetimes = { access: 28_800, refresh: 15_897_600 } as const
/** A person has at most so many tokens with an app; the oldest one goes. */
const tokensAtMost = 10

const random = (prefix: string): string =>
  `${prefix}_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'x')}`

/** Begins with the personas of the cast, and those who have authorized the app before. */
export function createGithubState(
  { clientId, expiringTokens = true }: GithubClients,
  personas: readonly GithubPersona[],
  now: () => Date,
): GithubState {
  const grants = new Map<string, readonly string[]>()
  const tokens = new Map<string, GithubToken>()
  const pairs = new Map<string, { readonly person: GithubPersona; readonly accessToken: string }>()
  for (const { key, authorized } of personas) if (authorized) grants.set(key, ['user:email'])

  function keep(person: GithubPersona, ofClient: string): string {
    const accessToken = random('gho')
    const ends = expiringTokens && { expiresAt: new Date(now().getTime() + lifetimes.access * 1000) }
    const scopes = grants.get(person.key) ?? []
    tokens.set(accessToken, { person, clientId: ofClient, scopes, ...ends })
    const own = [...tokens].filter(([, held]) => held.person === person && held.clientId === ofClient)
    for (const [oldest] of own.slice(0, -tokensAtMost)) tokens.delete(oldest)
    return accessToken
  }

  function issue(person: GithubPersona): GithubPair {
    const accessToken = keep(person, clientId)
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
    issueFor: keep,
    token(accessToken) {
      const held = tokens.get(accessToken)
      const isOver = held?.expiresAt !== undefined && held.expiresAt <= now()
      return isOver ? undefined : held
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

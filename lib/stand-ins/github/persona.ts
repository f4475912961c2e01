import type { Bilingual } from '../../domain/values/locale.ts'

/** An address of an account, as `/user/emails` lists it. */
interface GithubAddress {
  readonly email: string
  readonly primary: boolean
  readonly verified: boolean
}

/** A person with a GitHub account. An omitted field is one that the account lacks. */
export interface GithubPersona {
  /** A short name for the person, used by pages and tests. */
  readonly key: string
  /** The id of the account, up to 64 bits. */
  readonly id: bigint
  /** The case that the person shows, by its row number. */
  readonly row?: number
  readonly note: Bilingual
  readonly login: string
  readonly name?: string
  readonly emails: readonly GithubAddress[]
  /** The address on the public profile, which proves nothing. */
  readonly publicEmail?: string
  /** Removes `user:email` from the requested scopes. */
  readonly refusesEmail?: boolean
  /** Authorized the app before the first visit. */
  readonly authorized?: boolean
  /** The fault of every visit: GitHub refuses the code, or fails to send the addresses. */
  readonly trouble?: 'code' | 'emails'
  /** Fields that override the response of `/user`, for forms that GitHub should never send. */
  readonly odd?: Readonly<Record<string, unknown>>
}

/** The app in the settings of GitHub. */
export interface GithubClients {
  readonly clientId: string
  readonly clientSecret: string
  /** The secret of the app's webhook. */
  readonly webhookSecret?: string
  /** The exact callback URLs. GitHub itself would also accept any path below one. */
  readonly redirectUris: readonly string[]
  /** Whether access tokens expire and come with a refresh token, as for all new apps. Default: true. */
  readonly expiringTokens?: boolean
}

/** The name of a person, or the login where the account has none. */
export const nameOf = ({ name, login }: GithubPersona): string => name ?? login

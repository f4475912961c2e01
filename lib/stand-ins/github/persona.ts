import type { Bilingual } from '../host/messages.ts'

/** An address of an account, as `/user/emails` lists it. */
export interface GithubAddress {
  readonly email: string
  readonly primary: boolean
  readonly verified: boolean
}

/** A person with a GitHub account. What is left out, the account lacks. */
export interface GithubPersona {
  /** A short name that pages and tests call the person by. */
  readonly key: string
  /** The number of the account, up to 64 bits. */
  readonly id: bigint
  /** Which row of the table of cases the person shows. */
  readonly row?: number
  readonly note: Bilingual
  readonly login: string
  readonly name?: string
  readonly emails: readonly GithubAddress[]
  /** What the person shows on the public profile; it proves nothing. */
  readonly publicEmail?: string
  /** Takes `user:email` out of what is asked for. */
  readonly refusesEmail?: boolean
  /** Authorized the app before the first visit. */
  readonly authorized?: boolean
  /** What goes wrong whenever this person comes: the code is refused, or the addresses are not answered for. */
  readonly trouble?: 'code' | 'emails'
  /** Fields that are written over the answer of `/user`, for shapes that GitHub should never send. */
  readonly odd?: Readonly<Record<string, unknown>>
}

/** The app in the settings of GitHub. */
export interface GithubClients {
  readonly clientId: string
  readonly clientSecret: string
  /** The callback URLs, to the letter; GitHub itself would take whatever lies below one. */
  readonly redirectUris: readonly string[]
  /** Whether tokens run out and come with one to renew them, as for all new apps. Default: they do. */
  readonly expiringTokens?: boolean
}

export const nameOf = ({ name, login }: GithubPersona): string => name ?? login

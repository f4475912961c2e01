import type { ProviderAccount, ProviderApp } from '../host/oauth/rules.ts'

/** An address of an account, as `/user/emails` lists it. */
interface GithubAddress {
  readonly email: string
  readonly primary: boolean
  readonly verified: boolean
}

/** A person with a GitHub account. An omitted field is one that the account lacks. */
export interface GithubPersona extends ProviderAccount {
  /** The id of the account, up to 64 bits. */
  readonly id: bigint
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
export interface GithubClients extends ProviderApp {
  /** The secret of the app's webhook. */
  readonly webhookSecret?: string
  /** Whether access tokens expire and come with a refresh token, as for all new apps. Default: true. */
  readonly expiringTokens?: boolean
}

/** The granted scopes. */
export type GithubConsent = readonly string[]

import type { ProviderAccount, ProviderApp } from '../host/oauth/rules.ts'

/** A person with an account at an OpenID provider. An omitted field is one that the account lacks. */
export interface OidcPersona extends ProviderAccount {
  /** The `sub` of the account. */
  readonly id: string
  readonly name?: string
  readonly email?: {
    readonly address: string
    readonly verified: boolean
    /** Google: the Workspace domain of the account. */
    readonly hd?: string
    /** Apple: an address of its relay. */
    readonly relay?: true
  }
  /** E.164. */
  readonly phone?: { readonly number: string; readonly verified: boolean }
  /** `YYYY-MM-DD`. */
  readonly birthdate?: string
  /** An https URL. */
  readonly picture?: string
  /** LINE: has our official account as a friend. */
  readonly friend?: boolean
  /** Consented before the first visit. */
  readonly consented?: boolean
  /** The fault of every visit: the provider refuses the code, or the token endpoint is down. */
  readonly trouble?: 'code' | 'token'
  /** Google with session claims switched on: the seconds since this person last signed in at the provider. */
  readonly signedInSecondsAgo?: number
  /** JwtClaims that override those of the account, for forms that the provider should never send. */
  readonly odd?: Readonly<Record<string, unknown>>
}

/** Our app at an OpenID provider. */
export interface OidcClients extends ProviderApp {
  /** Apple: our team, and the id of the key that signs our secrets. */
  readonly team?: { readonly teamId: string; readonly keyId: string }
}

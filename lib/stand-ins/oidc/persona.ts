import type { Bilingual } from '../../domain/values/locale.ts'

/** A person with an account at an OpenID provider. An omitted field is one that the account lacks. */
export interface OidcPersona {
  /** A short name for the person, used by pages and tests. */
  readonly key: string
  /** The `sub` of the account. */
  readonly id: string
  /** The case that the person shows, by its row number. */
  readonly row?: number
  readonly note: Bilingual
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
export interface OidcClients {
  readonly clientId: string
  readonly clientSecret: string
  /** The client of our mobile app, where it has its own. */
  readonly nativeClientId?: string
  readonly redirectUris: readonly string[]
  /** Apple: our team, and the id of the key that signs our secrets. */
  readonly team?: { readonly teamId: string; readonly keyId: string }
}

/** The name of a person on pages. */
export const titleOf = ({ name, email, key }: OidcPersona): string => name ?? email?.address ?? key

import { defined } from '../../domain/values/defined.ts'
import type { Bilingual } from '../../domain/values/locale.ts'

/** A person with a Google account. An omitted field is one that the account lacks. */
export interface GooglePersona {
  /** A short name for the person, used by pages and tests. */
  readonly key: string
  /** The `sub` at every app: 21 digits, as text. */
  readonly id: string
  /** The case that the person shows, by its row number. */
  readonly row?: number
  readonly note: Bilingual
  readonly name?: string
  readonly email?: {
    readonly address: string
    readonly verified: boolean
    /** The Workspace domain of the account. */
    readonly hd?: string
  }
  /** An https URL. */
  readonly picture?: string
  /** Consented before the first visit, so no refresh token follows. */
  readonly consented?: boolean
  /** The fault of every visit: Google refuses the code, or the token endpoint is down. */
  readonly trouble?: 'code' | 'token'
  /** Claims that override those of the account, for forms that Google should never send. */
  readonly odd?: Readonly<Record<string, unknown>>
}

/** The project in Google's console. */
export interface GoogleClients {
  /** The client of type "Web application". */
  readonly clientId: string
  readonly clientSecret: string
  /** The client of our Android app. */
  readonly nativeClientId: string
  readonly redirectUris: readonly string[]
}

/** The profile claims of an id_token and of `userinfo`. */
export const profileClaimsOf = ({
  id,
  name,
  email,
  picture,
  odd,
}: GooglePersona): Readonly<Record<string, unknown>> => ({
  sub: id,
  ...(email && {
    email: email.address,
    email_verified: email.verified,
    ...defined({ hd: email.hd }),
  }),
  ...(name !== undefined && { name, given_name: [...name].slice(1).join(''), family_name: [...name][0] }),
  ...defined({ picture }),
  locale: 'ko',
  ...odd,
})

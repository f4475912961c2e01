import { defined } from '../../domain/values/defined.ts'
import type { Bilingual } from '../host/messages.ts'

/** A person with a Google account. What is left out, the account lacks. */
export interface GooglePersona {
  /** A short name that pages and tests call the person by. */
  readonly key: string
  /** The person at every app of Google's: 21 digits, as text. */
  readonly id: string
  /** Which row of the table of cases the person shows. */
  readonly row?: number
  readonly note: Bilingual
  readonly name?: string
  readonly email?: {
    readonly address: string
    readonly verified: boolean
    /** The Workspace that the account belongs to. */
    readonly hd?: string
  }
  /** An https address. */
  readonly picture?: string
  /** Consented before the first visit: no refresh token comes any more. */
  readonly consented?: boolean
  /** What goes wrong whenever this person comes: the code is refused, or the token endpoint is down. */
  readonly trouble?: 'code' | 'token'
  /** Claims that are written over those of the account, for shapes that Google should never send. */
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

/** What Google tells of a person: in an id_token, and at `userinfo`. */
export const claimsOf = ({
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

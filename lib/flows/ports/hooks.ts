import type { HookName } from '../../domain/hooks/hook-name.ts'
import type { Attributes } from '../../domain/member/attributes.ts'
import type { Birth } from '../../domain/values/evidence.ts'
import type { Locale } from '../../domain/values/locale.ts'
import type { Identifier } from '../../domain/values/verification.ts'
import type { AddedClaims } from './added-claims.ts'
import type { OutgoingText } from './sms.ts'
import type { Importation, Imports } from './store/operators/imports.ts'
import type { KeyedHashes } from './tokens.ts'

/** A member as the service's hooks see it: the names are those of `GET /me`. */
export interface MemberFacts {
  readonly id: string
  readonly externalId?: string
  readonly loginId?: string
  readonly name?: string
  readonly nickname?: string
  readonly birth?: Birth
  readonly gender?: string
  readonly email?: string
  readonly emailVerified: boolean
  readonly phone?: string
  readonly phoneVerified: boolean
  readonly identities: readonly { readonly provider: string; readonly subject: string }[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly locale: Locale
  readonly identityVerifiedAt?: string
  readonly createdAt: string
}

/** A visitor who is about to become a member. */
export interface RegistrationFacts {
  readonly clientId: string
  /** The provider of the visit, or the kind of address that the visitor signs up by. */
  readonly by: string
  /** The member to be, who has no id yet. */
  readonly member: Omit<MemberFacts, 'id' | 'createdAt'>
  readonly consents: readonly { readonly tag: string; readonly version: string; readonly agreed: boolean }[]
}

/** What a provider says about a visitor, by the names of `profile` on the wire. */
interface ProfileFacts {
  readonly email?: string
  readonly emailVerified?: boolean
  readonly phone?: string
  readonly name?: string
  readonly nickname?: string
  readonly picture?: string
  readonly gender?: string
  readonly ageRange?: string
  readonly birth?: Birth | undefined
}

/** An identity that is about to be linked to a member. */
export interface LinkFacts {
  readonly clientId: string
  readonly member: MemberFacts
  readonly identity: { readonly provider: string; readonly subject: string }
  readonly profile: ProfileFacts
}

/** Gives the member's attributes with those that a hook adds. Throws for attributes that the stage's schema refuses. */
export type AcceptAttributes = (added: Attributes) => Attributes

/** A mail that is about to be sent. `params` are what the text says, with times as texts (RFC 3339). */
export interface MessageFacts {
  readonly kind: string
  readonly locale: Locale
  readonly params: Readonly<Record<string, string | number>>
}

/** A mail in the service's own words. */
export interface WrittenMail {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Absent: the stage's sender. */
  readonly sender?: { readonly name: string; readonly address: string }
}

/** A sign-in by an identifier that nobody here has. */
export interface LegacyAttempt {
  readonly identifier: Identifier
  readonly password: string
}

/** What a member of the old system is read with, as by an import. */
export interface LegacyReading {
  readonly hashes: KeyedHashes
  /** Creates the ids of records. */
  readonly record: () => string
  readonly now: Date
  /** The zone of times without an offset. */
  readonly timeZone: string
}

/** The old system, which members come from one by one as they sign in. */
export interface LegacySystem {
  /** Undefined where the old system does not know the person, or says no to the password. */
  ask(attempt: LegacyAttempt, reading: LegacyReading): Promise<Importation | undefined>
  add: Imports['add']
}

/**
 * The service's own hooks, each absent where the service has none. Every one gets a frozen copy and throws `hook_failed`
 * if the hook throws, takes longer than its time, or answers what it may not.
 */
export interface ServiceHooks {
  /**
   * Asked before a sign-up is written. Gives the member's attributes if it adds any. Also throws `refused_by_service`, with
   * a code and a text of the service.
   */
  readonly beforeRegister:
    | ((facts: RegistrationFacts, accept: AcceptAttributes) => Promise<Attributes | undefined>)
    | undefined
  /** The same before an identity is linked to a member who is there. */
  readonly beforeLink:
    | ((facts: LinkFacts, accept: AcceptAttributes) => Promise<Attributes | undefined>)
    | undefined
  /** Asked where nobody here has an identifier. */
  readonly legacySignIn: LegacySystem | undefined
  /** Writes a mail in the service's own words. Undefined for one that ieum's template is to say. */
  readonly messages: ((facts: MessageFacts) => Promise<WrittenMail | undefined>) | undefined
  /** Sends a text through a gateway of the service's own. */
  readonly sms: ((outgoing: OutgoingText) => Promise<void>) | undefined
  /** The claims for the next access token of a member. Nothing is written before the answer. */
  readonly tokenClaims: ((member: MemberFacts) => Promise<AddedClaims>) | undefined
}

/** A world with some of the service's hooks. */
export interface Hooked<Name extends HookName & keyof ServiceHooks> {
  readonly hooks: Pick<ServiceHooks, Name>
}

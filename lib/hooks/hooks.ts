import type {
  LinkFacts,
  MemberFacts,
  MessageFacts,
  RegistrationFacts,
  WrittenMail,
} from '../flows/ports/hooks.ts'

/** What a hook gives: its result at once or later, or nothing. */
type Returned<Value> = Value | undefined | Promise<Value | undefined>

/** A refusal by a code and a text of the service's own, or attributes that the member gets. */
export type Verdict =
  | { readonly refuse: { readonly code: string; readonly detail: string } }
  | { readonly attributes: Readonly<Record<string, unknown>> }

/**
 * The hooks of a service: the default export of the module that the stage names under `hooks`. Each is optional, gets
 * a frozen copy of the facts, and has 2 seconds.
 */
export interface Hooks {
  /** May refuse a sign-up, or add attributes to the member. Called when everything else is checked. */
  beforeRegister?(facts: RegistrationFacts): Returned<Verdict>
  /** May refuse to link an identity to a member who is there, or add attributes to the member. */
  beforeLink?(facts: LinkFacts): Returned<Verdict>
  /**
   * Asked at a sign-in by password, where nobody here has the identifier. Gives the member in the form of an import
   * (docs/import.md), whom the identifier names, if the old system knows the person and the password is right.
   */
  legacySignIn?(attempt: {
    readonly identifier: string
    readonly password: string
  }): Returned<Readonly<Record<string, unknown>>>
  /**
   * Adds claims to the member's access tokens: an object of JSON of at most 2,048 bytes, without the claims that ieum
   * sets itself. Called before each token is issued, at a renewal too.
   */
  tokenClaims?(member: MemberFacts): Returned<Readonly<Record<string, unknown>>>
  /** Writes a mail in the service's own words, or nothing: then ieum's template says it. Runs in the courier. */
  messages?(facts: MessageFacts): Returned<WrittenMail>
  /**
   * Sends a text through another gateway than Amazon SNS. `kind` is that of `messages`, for a gateway with templates or
   * with other rates for codes. What it returns is not read. Runs in the courier.
   */
  sms?(text: {
    readonly to: string
    readonly text: string
    readonly kind: string
    readonly locale: 'ko' | 'en'
  }): unknown
}

import type { Email } from '../../domain/values/evidence.ts'
import type { ProviderId } from '../../domain/values/identity.ts'
import type { Locale } from '../../domain/values/locale.ts'

/** The content of a mail. The texts belong to `lib/mail`. */
export type Message =
  /** A code of six digits and its life in minutes. */
  | { readonly kind: 'code'; readonly code: string; readonly minutes: number }
  /** A login method was added or removed: a provider, the password, an address. */
  | {
      readonly kind: 'login_method_added' | 'login_method_removed'
      readonly method: ProviderId | 'password' | 'email' | 'phone'
      readonly at: Date
    }
  /** The member changed a contact or the password. */
  | { readonly kind: 'changed'; readonly what: 'email' | 'phone' | 'password'; readonly at: Date }
  /** Another account was merged into this one, or this one into another. */
  | { readonly kind: 'merged'; readonly into: 'this' | 'another'; readonly at: Date }
  /** An imported account was recovered by code. The old password and all sessions ended. */
  | { readonly kind: 'recovered'; readonly at: Date }
  /** A link that reactivates a deactivated account, with its life in hours. */
  | { readonly kind: 'reactivation'; readonly link: string; readonly hours: number }
  /** The member closed the account. It can be restored until the date. */
  | { readonly kind: 'withdrawn'; readonly until: Date }
  /** A link that restores a closed account, with its life in hours and the end of the grace period. */
  | { readonly kind: 'restoration'; readonly link: string; readonly hours: number; readonly until: Date }

export interface Mails {
  /** Sends one mail. Throws if the mail service does not accept it. */
  send(mail: { readonly to: Email; readonly locale: Locale; readonly message: Message }): Promise<void>
}

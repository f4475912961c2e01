import type { Email } from '../../domain/values/evidence.ts'
import type { ProviderId } from '../../domain/values/identity.ts'
import type { Locale } from '../../domain/values/locale.ts'

/** What a mail says; its words are the mail room's. */
export type Message =
  /** Six digits, and for how many minutes they work. */
  | { readonly kind: 'code'; readonly code: string; readonly minutes: number }
  /** A way of signing in was added to the member or removed: a provider, a password, an address. */
  | {
      readonly kind: 'way_added' | 'way_removed'
      readonly way: ProviderId | 'password' | 'email' | 'phone'
      readonly at: Date
    }
  /** The member changed how it is reached, or what it signs in with. */
  | { readonly kind: 'changed'; readonly what: 'email' | 'phone' | 'password'; readonly at: Date }
  /** Another account became part of this one, or this one part of another. */
  | { readonly kind: 'merged'; readonly into: 'this' | 'another'; readonly at: Date }
  /** An imported account was recovered by code: the old password and all sessions ended. */
  | { readonly kind: 'recovered'; readonly at: Date }
  /** A paused account can be opened again by a link, for so many hours. */
  | { readonly kind: 'reactivation'; readonly link: string; readonly hours: number }
  /** The member has left; what there was is kept until then. */
  | { readonly kind: 'withdrawn'; readonly until: Date }
  /** An account that was closed can be restored by a link, for so many hours and not beyond that day. */
  | { readonly kind: 'restoration'; readonly link: string; readonly hours: number; readonly until: Date }

export interface Mails {
  /** Sends one mail to one address. Throws when the mail service does not take it. */
  send(mail: { readonly to: Email; readonly locale: Locale; readonly message: Message }): Promise<void>
}

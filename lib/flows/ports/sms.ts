import type { Phone } from '../../domain/values/evidence.ts'
import type { Locale } from '../../domain/values/locale.ts'

/** What a text says; its words are the text room's. Texts cost money and are read by whoever holds the phone: no more. */
export type TextMessage =
  /** Six digits, and for how many minutes they work. */
  | { readonly kind: 'code'; readonly code: string; readonly minutes: number }
  /** A paused account can be opened again by a link, for so many hours. */
  | { readonly kind: 'reactivation'; readonly link: string; readonly hours: number }

export interface Texts {
  /** Whether texts go to the country of a number. */
  reaches(to: Phone): Promise<boolean>
  /** Sends one text to one number. Throws when the gateway does not take it. */
  send(text: { readonly to: Phone; readonly locale: Locale; readonly message: TextMessage }): Promise<void>
  /** Takes as long as sending one does, and sends none: the time of an answer does not tell who is a member. */
  pretend(): Promise<void>
}

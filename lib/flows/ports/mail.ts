import type { Notice } from '../../domain/message/message.ts'
import type { Email } from '../../domain/values/evidence.ts'
import type { Locale } from '../../domain/values/locale.ts'
import type { VerificationPurpose } from '../../domain/values/verification.ts'
import type { WrittenMail } from './hooks.ts'

/** The content of a mail. The texts belong to `lib/mail`. */
export type MailContent =
  | Notice
  /** A code of six digits, what it is for, and its life in minutes. */
  | {
      readonly kind: 'code'
      readonly code: string
      readonly purpose: VerificationPurpose
      readonly minutes: number
    }
  /** A link that reactivates a deactivated account, with its life in hours. */
  | { readonly kind: 'reactivation'; readonly link: string; readonly hours: number }
  /** A link that restores a closed account, with its life in hours and the end of the grace period. */
  | { readonly kind: 'restoration'; readonly link: string; readonly hours: number; readonly until: Date }

export interface Mails {
  /**
   * Sends one mail. Throws `Undeliverable` if the mail service refuses this mail for good, and another error if it does
   * not accept it now.
   */
  send(mail: {
    readonly to: Email
    readonly locale: Locale
    readonly message: MailContent
    /** The service's own words, in place of a template. */
    readonly written?: WrittenMail
  }): Promise<void>
}

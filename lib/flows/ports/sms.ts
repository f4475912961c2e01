import type { Notice } from '../../domain/message/message.ts'
import type { Phone } from '../../domain/values/evidence.ts'
import type { Locale } from '../../domain/values/locale.ts'
import type { VerificationPurpose } from '../../domain/values/verification.ts'

/**
 * The content of a text message. The texts belong to `lib/sms`. A text costs money and anybody near the phone
 * may read it, so it contains no more than necessary.
 */
export type TextContent =
  /** A code of six digits, what it is for, and its life in minutes. */
  | {
      readonly kind: 'code'
      readonly code: string
      readonly purpose: VerificationPurpose
      readonly minutes: number
    }
  /** What has happened to the account, and no more. Of members whom mails do not reach. */
  | { readonly kind: Notice['kind'] }
  /** A link that reactivates an account, with its life in hours. */
  | { readonly kind: 'reactivation' | 'restoration'; readonly link: string; readonly hours: number }

export interface Texts {
  /**
   * Sends one text. Throws `Undeliverable` if the gateway refuses this text for good, and another error if it does not
   * accept it now.
   */
  send(text: { readonly to: Phone; readonly locale: Locale; readonly message: TextContent }): Promise<void>
}

/** A text on its way through a gateway, with what it is about. */
export interface OutgoingText {
  readonly to: Phone
  readonly text: string
  readonly kind: TextContent['kind']
  readonly locale: Locale
}

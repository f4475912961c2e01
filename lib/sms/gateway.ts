import type { OutgoingText } from '../flows/ports/sms.ts'

/**
 * The carrier of texts: Amazon SNS, or a gateway of the country. A new gateway is a file beside `sns.ts` and one line in
 * `lib/runtime/courier.ts`. The gateway decides neither the text nor the recipient.
 */
export interface SmsGateway {
  /**
   * Sends one text to one number. Rejects with `Undeliverable` when the gateway refuses the text for good, and with its
   * own error when it is down or slow.
   */
  deliver(outgoing: OutgoingText): Promise<void>
}

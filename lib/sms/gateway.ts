import type { Phone } from '../domain/values/evidence.ts'

/**
 * The carrier of texts: Amazon SNS, or a gateway of the country. A new gateway is a file beside `sns.ts` and one line in
 * `lib/runtime/world.ts`. The gateway decides neither the text nor the recipient.
 */
export interface SmsGateway {
  /** Sends one text to one number. Rejects with the error of the gateway when it is down, slow or refuses the text. */
  deliver(to: Phone, text: string): Promise<void>
}

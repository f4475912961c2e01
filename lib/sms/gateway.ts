import type { Phone } from '../domain/values/evidence.ts'

/**
 * Whoever carries texts: Amazon SNS, or a gateway of the country. Another one is another file beside `sns.ts` and its
 * line in `runtime.ts`; what a text says, and to whom, is decided before it.
 */
export interface SmsGateway {
  /** Hands one text over for one number. Rejects with the gateway's own error when it is down, slow or refuses. */
  deliver(to: Phone, text: string): Promise<void>
}

/**
 * A stage's policy for text messages: allowed countries, volume, and how long a proven number stays fresh.
 */
export interface SmsPolicy {
  /** ISO 3166-1 alpha-2 codes. Numbers of other countries receive no texts. */
  readonly countries: readonly string[]
  /** Requested texts of the whole stage. Notices get a part of them on top (`fixed-limits.ts`). */
  readonly perHour: number
  readonly perDay: number
  /** The rate that the gateway takes. */
  readonly perSecond: number
  /** A number without a proof for this long may belong to somebody else by now. */
  readonly recycledAfterSeconds: number
  /** The region of Amazon SNS, if the stage's own region cannot send texts. */
  readonly region?: string
}

/**
 * What a text's cost is counted for: what somebody asked for at a door; an alert of what lets somebody in, takes an address
 * or ends the account; or a notice of anything else.
 */
export type TextPurpose = 'request' | 'alert' | 'notice'

/** The policy of a stage that sets none. */
export const defaultSmsPolicy: SmsPolicy = {
  countries: ['KR'],
  perHour: 1000,
  perDay: 10_000,
  perSecond: 10,
  recycledAfterSeconds: 90 * 86_400,
}

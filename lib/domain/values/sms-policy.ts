/**
 * A stage's policy for text messages: allowed countries, volume, and how long a proven number stays fresh.
 */
export interface SmsPolicy {
  /** ISO 3166-1 alpha-2 codes. Numbers of other countries receive no texts. */
  readonly countries: readonly string[]
  /** Text messages of the whole stage. */
  readonly perHour: number
  readonly perDay: number
  /** The rate that the gateway takes. */
  readonly perSecond: number
  /** A number without a proof for this long may belong to somebody else by now. */
  readonly recycledAfterSeconds: number
  /** The region of Amazon SNS, if the stage's own region cannot send texts. */
  readonly region?: string
}

/** The policy of a stage that sets none. */
export const defaultSmsPolicy: SmsPolicy = {
  countries: ['KR'],
  perHour: 1000,
  perDay: 10_000,
  perSecond: 10,
  recycledAfterSeconds: 90 * 86_400,
}

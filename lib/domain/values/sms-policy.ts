/** To whom a stage sends texts, how many at most, and for how long a proven number stays its member's. */
export interface SmsPolicy {
  /** ISO 3166-1 alpha-2. Numbers of other countries get none. */
  readonly countries: readonly string[]
  /** Texts of the whole stage. */
  readonly perHour: number
  readonly perDay: number
  /** After so long without a proof, a number may have been given to somebody else. */
  readonly recycledAfterSeconds: number
  /** The region of Amazon SNS, where the stage's own cannot send texts. */
  readonly region?: string
}

export const defaultSmsPolicy: SmsPolicy = {
  countries: ['KR'],
  perHour: 1000,
  perDay: 10_000,
  recycledAfterSeconds: 90 * 86_400,
}

import { after } from './lifetimes.ts'
import type { Member } from './member.ts'

/** How a stage lets its members go. */
export interface ClosingPolicy {
  /** How long a member who left can come back, in days; personal data is erased after that. */
  readonly graceDays: number
  /** How many days after that the same person may not join again; 0: at once. */
  readonly rejoinAfterDays: number
}

export const defaultClosing: ClosingPolicy = { graceDays: 30, rejoinAfterDays: 0 }

const daySeconds = 86_400

/** The dates of a member who leaves now. */
export function closingDates({ graceDays, rejoinAfterDays }: ClosingPolicy, now: Date) {
  const restorableUntil = after(now, graceDays * daySeconds)
  return { restorableUntil, rejoinFrom: after(restorableUntil, rejoinAfterDays * daySeconds) }
}

/**
 * From when whoever is proven to have left may join again; undefined for everybody else, and when that time has
 * come. Until the member is erased, the address is not free: it is what the account can be restored by.
 */
export const barredUntil = (
  { status, rejoinFrom }: Pick<Member, 'status' | 'rejoinFrom'>,
  now: Date,
): Date | undefined =>
  status === 'withdrawn' && rejoinFrom !== undefined && rejoinFrom > now ? rejoinFrom : undefined

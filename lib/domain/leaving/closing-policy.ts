import type { Member } from '../member/member.ts'
import type { Evidence } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'
import { after } from '../values/lifetimes.ts'

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

/** For how many days after the grace period an erasure waits for photos that cannot be let go. */
const uploadPatienceDays = 3

/** Whether erasing a member may still wait for its photos: what tells of the person more plainly never waits for ever. */
export const mayWaitForUploads = ({ restorableUntil }: Pick<Member, 'restorableUntil'>, now: Date): boolean =>
  restorableUntil !== undefined && now < after(restorableUntil, uploadPatienceDays * daySeconds)

/**
 * From when whoever is proven to have left may join again; undefined for everybody else, and when that time has
 * come. Until the member is erased, the address is not free: it is what the account can be restored by.
 */
export const rejoinBlockedUntil = (
  { status, rejoinFrom }: Pick<Member, 'status' | 'rejoinFrom'>,
  now: Date,
): Date | undefined =>
  status === 'withdrawn' && rejoinFrom !== undefined && rejoinFrom > now ? rejoinFrom : undefined

/** What a person who left is known again by; kept as a keyed hash alone. */
export interface BlockedValue {
  readonly of: 'identity' | 'email' | 'phone' | 'ci'
  readonly value: string
}

const barredIdentity = ({ provider, subject }: Identity): BlockedValue => ({
  of: 'identity',
  value: `${provider} ${subject}`,
})

/** What is left of a member that the same person would be known again by: only what was proven. */
export const blockedValuesOfMember = (
  { email, phone, ci }: Pick<Member, 'email' | 'phone' | 'ci'>,
  identities: readonly Identity[] = [],
): readonly BlockedValue[] => [
  ...identities.map(barredIdentity),
  ...(email?.verified === true ? [{ of: 'email', value: email.value } as const] : []),
  ...(phone?.verified === true ? [{ of: 'phone', value: phone.value } as const] : []),
  ...(ci === undefined ? [] : [{ of: 'ci', value: ci } as const]),
]

/** What a visitor is known again by: only what the provider has verified. */
export const blockedValuesOfVisitor = (
  { email, phone, ci }: Pick<Evidence, 'email' | 'phone' | 'ci'>,
  identity: Identity,
): readonly BlockedValue[] => [
  barredIdentity(identity),
  ...(email === undefined || email.trust === 'unverified'
    ? []
    : [{ of: 'email', value: email.value } as const]),
  ...(phone === undefined || phone.trust === 'unverified'
    ? []
    : [{ of: 'phone', value: phone.value } as const]),
  ...(ci === undefined ? [] : [{ of: 'ci', value: ci } as const]),
]

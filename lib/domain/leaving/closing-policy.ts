import { isVerifiedContact } from '../leads/claimed.ts'
import type { Member, OwnContact } from '../member/member.ts'
import type { Evidence } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'
import { after } from '../values/lifetimes.ts'

/** A stage's rules for closed accounts. */
export interface ClosingPolicy {
  /** Days in which a closed account can be restored. Personal data is erased afterwards. */
  readonly graceDays: number
  /** Further days in which the same person may not join again; 0 for none. */
  readonly rejoinAfterDays: number
}

/** The rules of a stage that sets none: 30 days to restore, no rejoin block. */
export const defaultClosing: ClosingPolicy = { graceDays: 30, rejoinAfterDays: 0 }

const daySeconds = 86_400

/** The dates of a member who closes the account at `now`. */
export function closingDates({ graceDays, rejoinAfterDays }: ClosingPolicy, now: Date) {
  const restorableUntil = after(now, graceDays * daySeconds)
  return { restorableUntil, rejoinFrom: after(restorableUntil, rejoinAfterDays * daySeconds) }
}

/** Days after the grace period for which an erasure waits for photos that cannot be deleted. */
const uploadWaitDays = 3

/** Whether an erasure may still wait for photos. The remaining personal data must not wait without limit. */
export const mayWaitForUploads = ({ restorableUntil }: Pick<Member, 'restorableUntil'>, now: Date): boolean =>
  restorableUntil !== undefined && now < after(restorableUntil, uploadWaitDays * daySeconds)

/**
 * The date from which a withdrawn member may join again; undefined for other members and after that date. The
 * address stays blocked until erasure, since it can still restore the account.
 */
export const rejoinBlockedUntil = (
  { status, rejoinFrom }: Pick<Member, 'status' | 'rejoinFrom'>,
  now: Date,
): Date | undefined =>
  status === 'withdrawn' && rejoinFrom !== undefined && rejoinFrom > now ? rejoinFrom : undefined

/** A value by which a person who left is recognised. Only its keyed hash is stored. */
export interface BlockedValue {
  readonly of: 'identity' | 'email' | 'phone' | 'ci'
  readonly value: string
}

const blockedIdentity = ({ provider, subject }: Identity): BlockedValue => ({
  of: 'identity',
  value: `${provider} ${subject}`,
})

/** Whether a contact recognises its member. What a family shares would block the others of the family. */
const recognises = (contact: OwnContact<unknown>): boolean =>
  isVerifiedContact(contact) && contact.shared === undefined

/** The values by which a leaving member is recognised later: only proven ones. */
export const blockedValuesOfMember = (
  { email, phone, ci }: Pick<Member, 'email' | 'phone' | 'ci'>,
  identities: readonly Identity[] = [],
): readonly BlockedValue[] => [
  ...identities.map(blockedIdentity),
  ...(email && recognises(email) ? [{ of: 'email', value: email.value } as const] : []),
  ...(phone && recognises(phone) ? [{ of: 'phone', value: phone.value } as const] : []),
  ...(ci === undefined ? [] : [{ of: 'ci', value: ci } as const]),
]

/** The values by which a visitor is recognised: only those that the provider has verified. */
export const blockedValuesOfVisitor = (
  { email, phone, ci }: Pick<Evidence, 'email' | 'phone' | 'ci'>,
  identity: Identity,
): readonly BlockedValue[] => [
  blockedIdentity(identity),
  ...(email === undefined || email.trust === 'unverified'
    ? []
    : [{ of: 'email', value: email.value } as const]),
  ...(phone === undefined || phone.trust === 'unverified'
    ? []
    : [{ of: 'phone', value: phone.value } as const]),
  ...(ci === undefined ? [] : [{ of: 'ci', value: ci } as const]),
]

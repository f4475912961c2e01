import { defined } from '../values/defined.ts'
import type { Birth, ProviderProfile } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'

/**
 * The values of a provider's profile beyond the account's own needs. They are stored apart from the
 * account and deleted with the connection.
 */
export interface StoredProviderProfile {
  readonly nickname?: string
  readonly picture?: string
  readonly gender?: string
  readonly ageRange?: string
  readonly birth?: Birth
  readonly friend?: boolean
  readonly at: Date
}

/** A stored profile with the identity whose provider told it. */
export interface IdentityProfile extends StoredProviderProfile, Identity {}

/** The values of a profile to store; undefined if there are none. `at` is the time of the profile. */
export function storedProviderProfileOf(
  profile: ProviderProfile,
  at: Date,
): StoredProviderProfile | undefined {
  const { nickname, picture, gender, ageRange, birth, friend } = profile
  const stored = defined({ nickname, picture, gender, ageRange, birth, friend })
  return Object.keys(stored).length === 0 ? undefined : { ...stored, at }
}

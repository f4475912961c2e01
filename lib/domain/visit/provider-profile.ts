import type { Birth, ProviderProfile } from '../values/evidence.ts'

/**
 * What a provider told of a person beyond what the account itself needs: only what the person consented to there. It
 * is kept apart from the account, and goes with the connection.
 */
export interface StoredProviderProfile {
  readonly nickname?: string
  readonly picture?: string
  readonly gender?: string
  readonly ageRange?: string
  readonly birth?: Birth
  readonly at: Date
}

/** What is kept of a profile; undefined when the provider told nothing of it. */
export function storedProviderProfileOf(
  profile: ProviderProfile,
  at: Date,
): StoredProviderProfile | undefined {
  const { nickname, picture, gender, ageRange, birth } = profile
  const told = {
    ...(nickname === undefined ? {} : { nickname }),
    ...(picture === undefined ? {} : { picture }),
    ...(gender === undefined ? {} : { gender }),
    ...(ageRange === undefined ? {} : { ageRange }),
    ...(birth === undefined ? {} : { birth }),
  }
  return Object.keys(told).length === 0 ? undefined : { ...told, at }
}

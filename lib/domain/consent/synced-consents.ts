import type { ProviderProfile } from '../values/evidence.ts'
import type { ClientId } from '../values/ids.ts'
import type { Consent, Term } from './consent.ts'

/**
 * The agreements to terms in force that a provider reports. Uses the provider's time if there is one, else
 * `now`.
 */
export function syncedConsents(
  profile: ProviderProfile,
  terms: readonly Term[],
  now: Date,
  channel: ClientId,
): readonly Consent[] {
  if (profile.terms === 'unknown') return []
  const answers = profile.terms
  return terms.flatMap(({ tag, version }): Consent[] => {
    const answer = answers.find((given) => given.tag === tag)
    if (answer?.agreed !== true) return []
    const { agreedAt = now, source } = answer
    return [{ tag, version, agreed: true, at: agreedAt, source, channel }]
  })
}

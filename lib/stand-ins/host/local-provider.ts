import type { ProviderId } from '../../domain/values/identity.ts'
import type { Bilingual } from '../../domain/values/locale.ts'
import type { Environment } from './environment.ts'
import type { Host } from './host.ts'
import type { ConsentAnswer } from './walk.ts'

/** A person whom a visitor can choose at a stand-in, as the demo lists them. */
interface CastCard {
  /** A short name for the person, used by pages and tests. */
  readonly key: string
  readonly name: string
  readonly note: Bilingual
}

/** A running stand-in for a provider, with the features that all of them share. */
export interface StandIn extends Host {
  cast(): readonly CastCard[]
  /**
   * Walks through the pages of an authorization URL as a person would. Gives the URL of the last redirect.
   */
  authorize(url: string, persona: string, consent?: ConsentAnswer): string
}

/** A provider as the local stack configures it. */
export interface LocalProvider<Own extends StandIn> {
  /** Absent where the environment names a real provider. */
  readonly standIn?: Own
  /** The variables by which the functions find the provider. */
  readonly environment: Environment
}

/** The settings that a stand-in registers our app with. */
export interface StandInSetting {
  readonly origin: string
  readonly given: Environment
  /** Our callback for this provider, and the redirect URIs of our clients. */
  redirectUris(provider: ProviderId): readonly string[]
}

/** The settings for stand-ins: ieum's origin, the environment, and the redirect URIs of ieum's clients. */
export const standInSetting = (
  origin: string,
  given: Environment,
  own: readonly string[],
): StandInSetting => ({
  origin,
  given,
  redirectUris: (provider) => [`${origin}/callback/${provider}`, ...own],
})

import * as v from 'valibot'
import type { ProviderId } from '../../domain/values/identity.ts'
import type { Environment } from './environment.ts'
import type { Host } from './host.ts'
import type { Bilingual } from './messages.ts'
import type { ConsentAnswer } from './walk.ts'

/** A person whom a visitor can choose at a stand-in, as the demo lists them. */
export interface CastCard {
  /** A short name that pages and tests call the person by. */
  readonly key: string
  readonly name: string
  readonly note: Bilingual
}

/** A running server that stands in for a provider, in words that all of them have. */
export interface StandIn extends Host {
  cast(): readonly CastCard[]
  /** Goes through the pages of an authorization URL as a person would. Gives where the browser is sent. */
  authorize(url: string, persona: string, answer?: ConsentAnswer): string
}

/** A provider as this laptop meets it. */
export interface LocalProvider<Own extends StandIn> {
  /** Absent where the environment points at another one. */
  readonly standIn?: Own
  /** How the functions find it. */
  readonly environment: Environment
}

/** What a stand-in is registered with. */
export interface StandInSetting {
  readonly origin: string
  readonly given: Environment
  /** Our callback for this provider, and whatever our clients receive themselves. */
  redirectUris(provider: ProviderId): readonly string[]
}

const clientsSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ redirectUris: v.optional(v.array(v.string()), []) })),
)

export function standInSetting(origin: string, given: Environment): StandInSetting {
  const clients = v.safeParse(clientsSchema, given['IEUM_CLIENTS'])
  const own = clients.success ? clients.output.flatMap(({ redirectUris }) => redirectUris) : []
  return { origin, given, redirectUris: (provider) => [`${origin}/callback/${provider}`, ...own] }
}

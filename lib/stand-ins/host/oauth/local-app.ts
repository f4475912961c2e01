import { randomBytes } from 'node:crypto'
import type { ProviderId } from '../../../domain/values/identity.ts'
import type { LocalProvider, StandIn, StandInSetting } from '../local-provider.ts'

/** How a laptop knows our app at a provider: by variables that the environment may give. */
export interface LocalApp<Name extends string, App> {
  readonly id: ProviderId
  /** The variables with the address of the provider. The first one, when given, names a real one. */
  readonly addresses: readonly [string, ...string[]]
  /** The other variables with their local values. `secret` is new at every start. */
  readonly settings: Readonly<Record<Name, string>>
  /** Our app as the stand-in knows it. Takes the settings, the redirect URIs and ieum's origin. */
  clients(settings: Readonly<Record<Name, string>>, redirectUris: readonly string[], origin: string): App
}

/** A secret of this start, so that no stand-in accepts a value from the source code. */
export const secret = '(new at every start)'

/** The first of the keys in a variable: an app has one for each platform, and the SDK here is of the first. */
export const firstOf = (list: string): string => list.split(/[\s,]+/)[0] ?? ''

/**
 * Starts a stand-in, unless the environment names a real provider. Takes our app there, the settings of all stand-ins,
 * and the start. Gives the variables for the functions.
 */
export async function startLocally<Name extends string, App, Own extends StandIn>(
  app: LocalApp<Name, App>,
  { given, redirectUris, origin }: StandInSetting,
  start: (clients: App) => Promise<Own>,
): Promise<LocalProvider<Own>> {
  if (given[app.addresses[0]] !== undefined) return { environment: {} }
  const settings: Record<Name, string> = { ...app.settings }
  for (const name in app.settings) {
    const usual = app.settings[name]
    settings[name] = given[name] ?? (usual === secret ? randomBytes(16).toString('hex') : usual)
  }
  const standIn = await start(app.clients(settings, redirectUris(app.id), origin))
  const addresses = Object.fromEntries(app.addresses.map((name) => [name, standIn.origin]))
  return { standIn, environment: { ...settings, ...addresses } }
}

import { randomBytes } from 'node:crypto'
import type { LocalProvider, StandInSetting } from '../host/local-provider.ts'
import type { OidcClients, OidcPersona } from './persona.ts'
import type { OidcRules } from './rules.ts'
import { type OidcStandIn, startOidcStandIn } from './stand-in.ts'

/** How a laptop knows our app at a provider: by variables that the environment may give. */
interface LocalApp<Name extends string> {
  /** The variables with the address of the provider. The first one, when given, names a real one. */
  readonly addresses: readonly [string, ...string[]]
  /** The other variables with their local values. `secret` is new at every start. */
  readonly settings: Readonly<Record<Name, string>>
  clients(settings: Readonly<Record<Name, string>>): Omit<OidcClients, 'redirectUris'>
}

/** A secret of this start, so that no stand-in accepts a value from the source code. */
export const secret = '(new at every start)'

/**
 * Starts the stand-in of an OpenID provider, unless the environment names a real one. Takes its rules, our app there,
 * the settings of all stand-ins, and its people. Gives the variables for the functions.
 */
export async function startLocalOidc<Name extends string>(
  rules: OidcRules,
  app: LocalApp<Name>,
  { given, redirectUris }: StandInSetting,
  personas: readonly OidcPersona[],
): Promise<LocalProvider<OidcStandIn>> {
  if (given[app.addresses[0]] !== undefined) return { environment: {} }
  const settings: Record<Name, string> = { ...app.settings }
  for (const name in app.settings) {
    const usual = app.settings[name]
    settings[name] = given[name] ?? (usual === secret ? randomBytes(16).toString('hex') : usual)
  }
  const clients = { ...app.clients(settings), redirectUris: redirectUris(rules.id) }
  const standIn = await startOidcStandIn(rules, { personas, clients })
  const addresses = Object.fromEntries(app.addresses.map((name) => [name, standIn.origin]))
  return { standIn, environment: { ...settings, ...addresses } }
}

import type { LocalProvider, StandInSetting } from '../host/local-provider.ts'
import { type LocalApp, startLocally } from '../host/oauth/local-app.ts'
import {
  type ProviderOptions,
  type ProviderStandIn,
  type SigningStandIn,
  startProvider,
} from '../host/oauth/stand-in.ts'
import type { OidcClients, OidcPersona } from './persona.ts'
import { oidcProvider } from './provider.ts'
import type { OidcRules } from './rules.ts'

/** The settings of a stand-in. */
export type OidcStandInOptions = ProviderOptions<OidcPersona, OidcClients>

/** A running stand-in for an OpenID provider. */
export interface OidcStandIn extends ProviderStandIn<OidcPersona>, SigningStandIn {
  /** The tokens of a mobile SDK's sign-in. */
  nativeTokens(
    persona: string,
    request: { readonly nonce?: string },
  ): { readonly idToken: string; readonly accessToken: string; readonly authorizationCode: string }
}

/** Starts a stand-in for an OpenID provider on 127.0.0.1. Takes the provider's rules and the settings. */
export async function startOidcStandIn(rules: OidcRules, options: OidcStandInOptions): Promise<OidcStandIn> {
  const { standIn, signing, nativeTokens } = await startProvider(oidcProvider(rules), options)
  return { ...standIn, ...signing, nativeTokens }
}

/** Starts a stand-in for an OpenID provider, unless the environment names a real one. */
export const startLocalOidc = <Name extends string>(
  rules: OidcRules,
  app: Omit<LocalApp<Name, OidcClients>, 'id'>,
  setting: StandInSetting,
  personas: readonly OidcPersona[],
): Promise<LocalProvider<OidcStandIn>> =>
  startLocally({ id: rules.id, ...app }, setting, (clients) => startOidcStandIn(rules, { personas, clients }))

import type { LocalProvider, StandInSetting } from '../host/local-provider.ts'
import { secret, startLocally } from '../host/oauth/local-app.ts'
import { type ProviderOptions, type ProviderStandIn, startProvider } from '../host/oauth/stand-in.ts'
import { githubCast } from './cast.ts'
import type { GithubClients, GithubPersona } from './persona.ts'
import { githubRules } from './rules.ts'
import { deliveryOf, type GithubDelivery } from './webhook.ts'

/** The settings of the stand-in. */
export type GithubStandInOptions = ProviderOptions<GithubPersona, GithubClients>

/** A running stand-in for GitHub, which sends no notice when a person removes the app. */
export interface GithubStandIn extends ProviderStandIn<GithubPersona> {
  /** An access token for our app, as a mobile app obtains it. */
  nativeAccessToken(persona: string): string
  /**
   * The delivery of an event by a GitHub App's webhook: headers and body. By default the app tells that the person has
   * revoked its authorization.
   */
  delivery(persona: string, event?: string, action?: string): GithubDelivery
}

/** Starts a stand-in for GitHub on 127.0.0.1. */
export async function startGithubStandIn(options: GithubStandInOptions): Promise<GithubStandIn> {
  const { clients } = options
  const rules = githubRules(clients.expiringTokens ?? true)
  const { standIn, parts, nativeTokens } = await startProvider(rules, options)
  return {
    ...standIn,
    nativeAccessToken: (key) => nativeTokens(key, { scope: 'user:email' }).accessToken,
    delivery: (key, event = 'github_app_authorization', action = 'revoked') =>
      deliveryOf(clients, parts.state.person(key), event, action),
  }
}

/** Starts a stand-in for GitHub, unless `GITHUB_ORIGIN` names a real one. Gives the variables for the functions. */
export const startGithub = (
  setting: StandInSetting,
  personas: readonly GithubPersona[] = githubCast,
): Promise<LocalProvider<GithubStandIn>> =>
  startLocally(
    {
      id: 'github',
      addresses: ['GITHUB_ORIGIN', 'GITHUB_API_ORIGIN'],
      settings: {
        GITHUB_CLIENT_ID: 'Ov23liLocalClient',
        GITHUB_CLIENT_SECRET: secret,
        GITHUB_WEBHOOK_SECRET: secret,
      },
      clients: (settings, redirectUris) => ({
        clientId: settings.GITHUB_CLIENT_ID,
        clientSecret: settings.GITHUB_CLIENT_SECRET,
        webhookSecret: settings.GITHUB_WEBHOOK_SECRET,
        redirectUris,
      }),
    },
    setting,
    (clients) => startGithubStandIn({ personas, clients }),
  )

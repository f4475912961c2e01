import type { LocalProvider, StandInSetting } from '../host/local-provider.ts'
import { type Departures, departuresOf } from '../host/oauth/departures.ts'
import { secret, startLocally } from '../host/oauth/local-app.ts'
import {
  type ProviderOptions,
  type ProviderStandIn,
  type SigningStandIn,
  startProvider,
} from '../host/oauth/stand-in.ts'
import { deliverUnlink, type NaverDelivery } from './callback.ts'
import { naverCast } from './cast.ts'
import type { NaverClients, NaverItem, NaverPersona } from './persona.ts'
import { naverRules } from './rules.ts'

/** The settings of the stand-in. */
export interface NaverStandInOptions extends ProviderOptions<NaverPersona, NaverClients> {
  /** Whether id_tokens repeat the nonce, which Naver does not document. Default: true. */
  readonly repeatsNonce?: boolean
}

/** A running stand-in for Naver. */
export interface NaverStandIn
  extends ProviderStandIn<NaverPersona>,
    SigningStandIn,
    Departures<NaverDelivery> {
  /** An access token of the person, as Naver's own SDK obtains it. */
  sdkAccessToken(persona: string): string
  /** The items that a person currently agrees to share. */
  agreedItems(persona: string): readonly NaverItem[]
}

/** Starts a stand-in for Naver on 127.0.0.1. */
export async function startNaverStandIn(options: NaverStandInOptions): Promise<NaverStandIn> {
  const { repeatsNonce = true, clients } = options
  const { standIn, signing, parts, nativeTokens } = await startProvider(naverRules(repeatsNonce), options)
  const { state } = parts
  return {
    ...standIn,
    ...signing,
    ...departuresOf(state, ({ id }, delivery: NaverDelivery = {}) => deliverUnlink(clients, id, delivery)),
    sdkAccessToken: (key) => nativeTokens(key, {}).accessToken,
    agreedItems: (key) => [...(state.consent(state.person(key)) ?? [])],
  }
}

/** Starts a stand-in for Naver, unless `NAVER_AUTH_ORIGIN` names a real one. Gives the variables for the functions. */
export const startNaver = (
  setting: StandInSetting,
  personas: readonly NaverPersona[] = naverCast,
): Promise<LocalProvider<NaverStandIn>> =>
  startLocally(
    {
      id: 'naver',
      addresses: ['NAVER_AUTH_ORIGIN', 'NAVER_API_ORIGIN'],
      settings: { NAVER_CLIENT_ID: 'local-naver-client', NAVER_CLIENT_SECRET: secret },
      clients: (settings, redirectUris, origin) => ({
        clientId: settings.NAVER_CLIENT_ID,
        clientSecret: settings.NAVER_CLIENT_SECRET,
        redirectUris,
        unlinkCallback: `${origin}/webhooks/naver`,
      }),
    },
    setting,
    (clients) => startNaverStandIn({ personas, clients }),
  )

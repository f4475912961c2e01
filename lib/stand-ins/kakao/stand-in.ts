import type { LocalProvider, StandInSetting } from '../host/local-provider.ts'
import { type Departures, departuresOf } from '../host/oauth/departures.ts'
import { firstOf, secret, startLocally } from '../host/oauth/local-app.ts'
import {
  type ProviderOptions,
  type ProviderStandIn,
  type SigningStandIn,
  startProvider,
} from '../host/oauth/stand-in.ts'
import { kakaoCast, kakaoTerms } from './cast.ts'
import type { KakaoClients, KakaoPersona } from './persona.ts'
import { kakaoRules } from './rules.ts'
import { deliverUnlink, type UnlinkDelivery } from './webhook.ts'

/** The settings of the stand-in. */
export type KakaoStandInOptions = ProviderOptions<KakaoPersona, KakaoClients>

/** A running stand-in for Kakao. */
export interface KakaoStandIn
  extends ProviderStandIn<KakaoPersona>,
    SigningStandIn,
    Departures<UnlinkDelivery> {
  /** The tokens of a mobile SDK's sign-in. */
  nativeTokens(
    persona: string,
    request: { readonly nonce?: string; readonly refuse?: readonly string[] },
  ): { readonly idToken: string; readonly accessToken: string }
  /** The tags of the terms that a person currently agrees to. */
  agreedTerms(persona: string): readonly string[]
}

/** Starts a stand-in for Kakao on 127.0.0.1. */
export async function startKakaoStandIn(options: KakaoStandInOptions): Promise<KakaoStandIn> {
  const { standIn, signing, parts, nativeTokens } = await startProvider(kakaoRules, options)
  const { state, clients } = parts
  return {
    ...standIn,
    ...signing,
    ...departuresOf(state, ({ id }, delivery: UnlinkDelivery = {}) =>
      deliverUnlink(clients, `${id}`, delivery),
    ),
    nativeTokens(key, request) {
      const { idToken, accessToken } = nativeTokens(key, request)
      return { idToken, accessToken }
    },
    agreedTerms: (key) => [...(state.consent(state.person(key))?.terms.keys() ?? [])],
  }
}

/** Starts a stand-in for Kakao, unless `KAKAO_AUTH_ORIGIN` names a real one. Gives the variables for the functions. */
export const startKakao = (
  setting: StandInSetting,
  personas: readonly KakaoPersona[] = kakaoCast,
): Promise<LocalProvider<KakaoStandIn>> =>
  startLocally(
    {
      id: 'kakao',
      addresses: ['KAKAO_AUTH_ORIGIN', 'KAKAO_API_ORIGIN'],
      settings: {
        KAKAO_CLIENT_ID: 'local-rest-api-key',
        KAKAO_CLIENT_SECRET: secret,
        KAKAO_ADMIN_KEY: secret,
        KAKAO_APP_ID: '1000001',
        KAKAO_NATIVE_KEY: 'local-native-app-key',
      },
      clients: (settings, redirectUris, origin) => ({
        clientId: settings.KAKAO_CLIENT_ID,
        clientSecret: settings.KAKAO_CLIENT_SECRET,
        adminKey: settings.KAKAO_ADMIN_KEY,
        appId: settings.KAKAO_APP_ID,
        nativeClientId: firstOf(settings.KAKAO_NATIVE_KEY),
        redirectUris,
        serviceTerms: kakaoTerms,
        unlinkWebhook: `${origin}/webhooks/kakao`,
      }),
    },
    setting,
    (clients) => startKakaoStandIn({ personas, clients }),
  )

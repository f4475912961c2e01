import { randomBytes } from 'node:crypto'
import type { Environment } from '../host/environment.ts'
import type { LocalProvider, StandInSetting } from '../host/local-provider.ts'
import { kakaoCast, kakaoTerms } from './cast.ts'
import type { KakaoPersona } from './persona.ts'
import { type KakaoStandIn, startKakaoStandIn } from './stand-in.ts'

/**
 * Our app at Kakao. Variables that the environment lacks get local values. The secrets are new at every
 * start, so no stand-in accepts a value from the source code.
 */
const settingsOf = (given: Environment) =>
  ({
    KAKAO_CLIENT_ID: given['KAKAO_CLIENT_ID'] ?? 'local-rest-api-key',
    KAKAO_CLIENT_SECRET: given['KAKAO_CLIENT_SECRET'] ?? randomBytes(16).toString('hex'),
    KAKAO_ADMIN_KEY: given['KAKAO_ADMIN_KEY'] ?? randomBytes(16).toString('hex'),
    KAKAO_APP_ID: given['KAKAO_APP_ID'] ?? '1000001',
    KAKAO_NATIVE_KEY: given['KAKAO_NATIVE_KEY'] ?? 'local-native-app-key',
  }) satisfies Record<string, string>

/**
 * Starts a stand-in for Kakao, unless `KAKAO_AUTH_ORIGIN` names a real one. Gives the variables for the
 * functions.
 */
export async function startKakao(
  { origin, given, redirectUris }: StandInSetting,
  personas: readonly KakaoPersona[] = kakaoCast,
): Promise<LocalProvider<KakaoStandIn>> {
  if (given['KAKAO_AUTH_ORIGIN'] !== undefined) return { environment: {} }
  const settings = settingsOf(given)
  const standIn = await startKakaoStandIn({
    personas,
    clients: {
      clientId: settings.KAKAO_CLIENT_ID,
      clientSecret: settings.KAKAO_CLIENT_SECRET,
      adminKey: settings.KAKAO_ADMIN_KEY,
      appId: settings.KAKAO_APP_ID,
      // An app has a key for each platform, and the SDK here is of the first.
      nativeKey: settings.KAKAO_NATIVE_KEY.split(/[\s,]+/)[0] ?? '',
      redirectUris: redirectUris('kakao'),
      serviceTerms: kakaoTerms,
      unlinkWebhook: `${origin}/webhooks/kakao`,
    },
  })
  return {
    standIn,
    environment: { ...settings, KAKAO_AUTH_ORIGIN: standIn.origin, KAKAO_API_ORIGIN: standIn.origin },
  }
}

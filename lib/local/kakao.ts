import * as v from 'valibot'
import { type Environment, kakaoSettings } from './environment.ts'
import { type KakaoStandIn, startKakaoStandIn } from './stand-ins/kakao.ts'
import { kakaoCast, kakaoTerms } from './stand-ins/kakao-cast.ts'
import type { KakaoPersona } from './stand-ins/kakao-persona.ts'

/** Kakao as this laptop meets it. */
export interface LocalKakao {
  /** Absent where the environment points at another Kakao. */
  readonly standIn?: KakaoStandIn
  /** How the functions find it. */
  readonly environment: Environment
}

const clientsSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ redirectUris: v.optional(v.array(v.string()), []) })),
)

/**
 * Starts the stand-in for Kakao, registered with our callback and with whatever our clients receive
 * themselves, and leaves what ends it on the stack. With `KAKAO_AUTH_ORIGIN` in the environment nothing is started or made up.
 */
export async function startKakao(
  origin: string,
  given: Environment,
  personas: readonly KakaoPersona[] = kakaoCast,
  stack: AsyncDisposableStack,
): Promise<LocalKakao> {
  if (given['KAKAO_AUTH_ORIGIN'] !== undefined) return { environment: {} }
  const settings = kakaoSettings(given)
  const clients = v.safeParse(clientsSchema, given['IEUM_CLIENTS'])
  const ownRedirects = clients.success ? clients.output.flatMap(({ redirectUris }) => redirectUris) : []
  const standIn = await startKakaoStandIn({
    personas,
    clients: {
      clientId: settings.KAKAO_CLIENT_ID,
      clientSecret: settings.KAKAO_CLIENT_SECRET,
      adminKey: settings.KAKAO_ADMIN_KEY,
      appId: settings.KAKAO_APP_ID,
      nativeKey: settings.KAKAO_NATIVE_KEY,
      redirectUris: [`${origin}/callback/kakao`, ...ownRedirects],
      serviceTerms: kakaoTerms,
      unlinkWebhook: `${origin}/webhooks/kakao`,
    },
  })
  stack.defer(() => standIn.stop())
  return {
    standIn,
    environment: { ...settings, KAKAO_AUTH_ORIGIN: standIn.origin, KAKAO_API_ORIGIN: standIn.origin },
  }
}

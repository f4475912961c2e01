import { randomBytes } from 'node:crypto'
import type { Environment } from '../host/environment.ts'
import type { LocalProvider, StandInSetting } from '../host/local-provider.ts'
import { naverCast } from './cast.ts'
import type { NaverPersona } from './persona.ts'
import { type NaverStandIn, startNaverStandIn } from './stand-in.ts'

/**
 * Our application at Naver. Variables that the environment lacks get local values; the secret is new at every
 * start.
 */
const settingsOf = (given: Environment) =>
  ({
    NAVER_CLIENT_ID: given['NAVER_CLIENT_ID'] ?? 'local-naver-client',
    NAVER_CLIENT_SECRET: given['NAVER_CLIENT_SECRET'] ?? randomBytes(16).toString('hex'),
  }) satisfies Record<string, string>

/**
 * Starts a stand-in for Naver, unless `NAVER_AUTH_ORIGIN` names a real one. Gives the variables for the
 * functions.
 */
export async function startNaver(
  { origin, given, redirectUris }: StandInSetting,
  personas: readonly NaverPersona[] = naverCast,
): Promise<LocalProvider<NaverStandIn>> {
  if (given['NAVER_AUTH_ORIGIN'] !== undefined) return { environment: {} }
  const settings = settingsOf(given)
  const standIn = await startNaverStandIn({
    personas,
    clients: {
      clientId: settings.NAVER_CLIENT_ID,
      clientSecret: settings.NAVER_CLIENT_SECRET,
      redirectUris: redirectUris('naver'),
      unlinkCallback: `${origin}/webhooks/naver`,
    },
  })
  return {
    standIn,
    environment: { ...settings, NAVER_AUTH_ORIGIN: standIn.origin, NAVER_API_ORIGIN: standIn.origin },
  }
}

import { randomBytes } from 'node:crypto'
import type { Environment } from '../host/environment.ts'
import type { LocalProvider, StandInSetting } from '../host/local-provider.ts'
import { googleCast } from './cast.ts'
import type { GooglePersona } from './persona.ts'
import { type GoogleStandIn, startGoogleStandIn } from './stand-in.ts'

/**
 * Our project at Google. Variables that the environment lacks get local values; the secret is new at every
 * start.
 */
const settingsOf = (given: Environment) =>
  ({
    GOOGLE_CLIENT_ID: given['GOOGLE_CLIENT_ID'] ?? 'local-web.apps.googleusercontent.com',
    GOOGLE_CLIENT_SECRET: given['GOOGLE_CLIENT_SECRET'] ?? randomBytes(16).toString('hex'),
    GOOGLE_OTHER_CLIENT_IDS: given['GOOGLE_OTHER_CLIENT_IDS'] ?? 'local-android.apps.googleusercontent.com',
  }) satisfies Record<string, string>

/**
 * Starts a stand-in for Google, unless `GOOGLE_ISSUER` names a real one. Gives the variables for the
 * functions.
 */
export async function startGoogle(
  { given, redirectUris }: StandInSetting,
  personas: readonly GooglePersona[] = googleCast,
): Promise<LocalProvider<GoogleStandIn>> {
  if (given['GOOGLE_ISSUER'] !== undefined) return { environment: {} }
  const settings = settingsOf(given)
  const standIn = await startGoogleStandIn({
    personas,
    clients: {
      clientId: settings.GOOGLE_CLIENT_ID,
      clientSecret: settings.GOOGLE_CLIENT_SECRET,
      nativeClientId: settings.GOOGLE_OTHER_CLIENT_IDS.split(/[\s,]+/)[0] ?? '',
      redirectUris: redirectUris('google'),
    },
  })
  return { standIn, environment: { ...settings, GOOGLE_ISSUER: standIn.origin } }
}

import {
  type GoogleStandIn,
  type GoogleStandInOptions,
  startGoogleStandIn,
} from '../../lib/local/stand-ins/google.ts'
import { googleCast } from '../../lib/local/stand-ins/google-cast.ts'
import type { GoogleClients } from '../../lib/local/stand-ins/google-persona.ts'
import { createGoogle } from '../../lib/providers/google.ts'
import type { GoogleSettings } from '../../lib/providers/google-settings.ts'
import { createProviderHttp, defaultLimits, type HttpLimits } from '../../lib/providers/http.ts'
import { callbackOf } from './visit-at.ts'

export const clients: GoogleClients = {
  clientId: 'web.apps.googleusercontent.com',
  clientSecret: 'secret-of-ours',
  nativeClientId: 'android.apps.googleusercontent.com',
  redirectUris: [callbackOf('google')],
}

/** A Google stand-in with the default cast. */
export const startGoogle = (options: Partial<GoogleStandInOptions> = {}): Promise<GoogleStandIn> =>
  startGoogleStandIn({ personas: googleCast, clients, ...options })

export const settingsFor = ({ origin }: { readonly origin: string }): GoogleSettings => ({
  clientId: clients.clientId,
  clientSecret: clients.clientSecret,
  otherClientIds: [clients.nativeClientId],
  issuer: origin,
})

/** A new adapter that has asked nobody yet. */
export const adapterFor = (
  standIn: { readonly origin: string },
  settings: Partial<GoogleSettings> = {},
  limits: Partial<HttpLimits> = {},
) =>
  createGoogle({ ...settingsFor(standIn), ...settings }, createProviderHttp({ ...defaultLimits, ...limits }))

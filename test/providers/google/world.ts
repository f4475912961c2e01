import { createGoogle } from '../../../lib/providers/google/adapter.ts'
import type { GoogleSettings } from '../../../lib/providers/google/settings.ts'
import { createProviderHttp, defaultHttpLimits, type HttpLimits } from '../../../lib/providers/wire/http.ts'
import { googleCast } from '../../../lib/stand-ins/google/cast.ts'
import { startGoogleStandIn } from '../../../lib/stand-ins/google/stand-in.ts'
import type { OidcClients } from '../../../lib/stand-ins/oidc/persona.ts'
import type { OidcStandIn, OidcStandInOptions } from '../../../lib/stand-ins/oidc/stand-in.ts'
import { callbackOf } from '../visit-at.ts'

export const clients = {
  clientId: 'web.apps.googleusercontent.com',
  clientSecret: 'secret-of-ours',
  nativeClientId: 'android.apps.googleusercontent.com',
  redirectUris: [callbackOf('google')],
} satisfies OidcClients

/** A Google stand-in with the default cast. */
export const startGoogle = (options: Partial<OidcStandInOptions> = {}): Promise<OidcStandIn> =>
  startGoogleStandIn({ personas: googleCast, clients, ...options })

export const settingsFor = ({ origin }: { readonly origin: string }): GoogleSettings => ({
  clientId: clients.clientId,
  clientSecret: clients.clientSecret,
  otherClientIds: [clients.nativeClientId],
  issuer: origin,
})

/** A new adapter without any calls so far. */
export const adapterFor = (
  standIn: { readonly origin: string },
  settings: Partial<GoogleSettings> = {},
  limits: Partial<HttpLimits> = {},
) =>
  createGoogle(
    { ...settingsFor(standIn), ...settings },
    createProviderHttp({ ...defaultHttpLimits, ...limits }),
  )

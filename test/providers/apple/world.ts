import { createApple } from '../../../lib/providers/apple/adapter.ts'
import type { AppleSettings } from '../../../lib/providers/apple/settings.ts'
import { createProviderHttp } from '../../../lib/providers/wire/http.ts'
import { appleCast } from '../../../lib/stand-ins/apple/cast.ts'
import { newAppleKey, startAppleStandIn } from '../../../lib/stand-ins/apple/stand-in.ts'
import { callbackOf } from '../visit-at.ts'

export const team = { teamId: 'TEAM012345', keyId: 'KEY0123456' }
export const privateKey = newAppleKey()
export const bundleId = 'com.example.app'
export const clients = {
  clientId: 'com.example.web',
  clientSecret: privateKey,
  nativeClientId: bundleId,
  redirectUris: [callbackOf('apple')],
  team,
}

/** An Apple stand-in with the default cast. */
export const startApple = (now?: () => Date) =>
  startAppleStandIn({ personas: appleCast, clients, ...(now && { now }) })

/** A new adapter without any calls so far. */
export const adapterFor = ({ origin }: { readonly origin: string }, settings: Partial<AppleSettings> = {}) =>
  createApple(
    { clientId: clients.clientId, bundleIds: [bundleId], ...team, privateKey, issuer: origin, ...settings },
    createProviderHttp(),
  )

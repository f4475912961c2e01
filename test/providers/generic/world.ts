import { createGenericOidc, type GenericOidcSettings } from '../../../lib/providers/oidc/generic.ts'
import { createProviderHttp } from '../../../lib/providers/wire/http.ts'
import { genericCast, startGenericStandIn } from '../../../lib/stand-ins/oidc/generic.ts'
import { callbackOf } from '../visit-at.ts'

const clients = {
  clientId: 'client of ours',
  clientSecret: 'secret:of+ours/100%',
  redirectUris: [callbackOf('oidc')],
}

/** A stand-in of an OpenID provider with the default cast. */
export const startGeneric = () => startGenericStandIn({ personas: genericCast, clients })

const settingsFor = ({ origin }: { readonly origin: string }): GenericOidcSettings => ({
  issuer: origin,
  clientId: clients.clientId,
  clientSecret: clients.clientSecret,
  scopes: ['profile', 'email', 'phone', 'offline_access'],
  trust: { email: 'vouched', phone: 'vouched' },
})

/** A new adapter without any calls so far. */
export const adapterFor = (
  standIn: { readonly origin: string },
  settings: Partial<GenericOidcSettings> = {},
) => createGenericOidc({ ...settingsFor(standIn), ...settings }, createProviderHttp())

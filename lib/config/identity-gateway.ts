import type { IdentityGateway } from '../flows/ports/identity-gateway.ts'
import { createPortOne, type PersonHashes, type PortOneSettings } from '../identity-gateway/portone.ts'
import type { ProviderHttp } from '../providers/wire/http.ts'
import type { Stage } from './schema/stage-schema.ts'
import { required, type Variables } from './variables.ts'

type Told = NonNullable<Stage['identityGateway']>

/** Our store and channel with the credential of the stage's secret. Throws `ConfigurationError` when it is missing. */
const settingsOf = ({ origin, ...told }: Told, credentials: Variables): PortOneSettings => ({
  ...told,
  apiSecret: required(credentials, 'IDENTITY_GATEWAY_API_SECRET'),
  ...(origin !== null && { origin }),
})

/** The identity gateway of a stage, ready to be asked; undefined where it has none. Throws `ConfigurationError`. */
export const createIdentityGateway = (
  told: Told | null,
  credentials: Variables,
  http: ProviderHttp,
  hashes: PersonHashes,
): IdentityGateway | undefined =>
  told === null ? undefined : createPortOne(settingsOf(told, credentials), http, hashes)

import type { IdentityGateway } from '../flows/ports/identity-gateway.ts'
import { createPortOne, type PersonHashes, type PortOneSettings } from '../identity-gateway/portone.ts'
import type { ProviderHttp } from '../providers/wire/http.ts'
import type { Stage } from './schema/stage-schema.ts'
import { required, type Variables } from './variables.ts'

type StageGateway = NonNullable<Stage['identityGateway']>

/**
 * Our store and channel with the secret's credential. Throws `ConfigurationError` when the credential is
 * missing.
 */
const settingsOf = ({ origin, ...gateway }: StageGateway, credentials: Variables): PortOneSettings => ({
  ...gateway,
  apiSecret: required(credentials, 'IDENTITY_GATEWAY_API_SECRET'),
  ...(origin !== null && { origin }),
})

/**
 * Creates the identity gateway of a stage. Takes the stage's part, the credentials, the HTTP port and the
 * hashes of CI and DI. Undefined for a stage without a gateway. Throws `ConfigurationError` when the
 * credential is missing.
 */
export const createIdentityGateway = (
  gateway: StageGateway | null,
  credentials: Variables,
  http: ProviderHttp,
  hashes: PersonHashes,
): IdentityGateway | undefined =>
  gateway === null ? undefined : createPortOne(settingsOf(gateway, credentials), http, hashes)

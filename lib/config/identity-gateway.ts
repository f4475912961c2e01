import { defined } from '../domain/values/defined.ts'
import type { IdentityGateway } from '../flows/ports/identity-gateway.ts'
import { createPortOne, type PersonHashes, type PortOneSettings } from '../identity-gateway/portone.ts'
import type { ProviderHttp } from '../providers/wire/http.ts'
import { ConfigurationError, optional, origin, required, type Variables } from './stage.ts'

/**
 * The identity gateway that a stage has configured: without a store there is none. Throws `ConfigurationError` for one
 * that is configured by halves, and for a kind of channel that does not exist.
 */
export function readIdentityGateway(variables: Variables): PortOneSettings | undefined {
  const storeId = optional(variables, 'IDENTITY_GATEWAY_STORE_ID')
  if (storeId === undefined) return undefined
  const gatewayOrigin = origin(variables, 'IDENTITY_GATEWAY_ORIGIN')
  const channelType = optional(variables, 'IDENTITY_GATEWAY_CHANNEL_TYPE') ?? 'LIVE'
  if (channelType !== 'LIVE' && channelType !== 'TEST') {
    throw new ConfigurationError('IDENTITY_GATEWAY_CHANNEL_TYPE', 'must be LIVE or TEST')
  }
  return {
    storeId,
    channelKey: required(variables, 'IDENTITY_GATEWAY_CHANNEL_KEY'),
    apiSecret: required(variables, 'IDENTITY_GATEWAY_API_SECRET'),
    channelType,
    ...defined({ origin: gatewayOrigin }),
  }
}

/** The identity gateway of a stage, ready to be asked; undefined where it has none. Throws `ConfigurationError`. */
export function createIdentityGateway(
  variables: Variables,
  http: ProviderHttp,
  hashes: PersonHashes,
): IdentityGateway | undefined {
  const settings = readIdentityGateway(variables)
  return settings && createPortOne(settings, http, hashes)
}

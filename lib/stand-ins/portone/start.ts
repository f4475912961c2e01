import { randomBytes } from 'node:crypto'
import type { Environment } from '../host/environment.ts'
import { type PortOnePersona, portOneCast } from './cast.ts'
import { type PortOneStandIn, startPortOneStandIn } from './stand-in.ts'

/** The identity gateway as the local stack configures it. */
export interface LocalGateway {
  /** Absent where the environment names a real gateway. */
  readonly standIn?: PortOneStandIn
  readonly environment: Environment
}

/**
 * Starts a stand-in for the identity gateway, unless `IDENTITY_GATEWAY_ORIGIN` names a real one. Gives the
 * variables for the functions.
 */
export async function startPortOne(
  origin: string,
  given: Environment,
  personas: readonly PortOnePersona[] = portOneCast,
): Promise<LocalGateway> {
  if (given['IDENTITY_GATEWAY_ORIGIN'] !== undefined) return { environment: {} }
  const storeId = given['IDENTITY_GATEWAY_STORE_ID'] ?? 'store-local'
  const channelKey = given['IDENTITY_GATEWAY_CHANNEL_KEY'] ?? 'channel-key-local'
  // New at every start, so no stand-in accepts a value from the source code.
  const apiSecret = given['IDENTITY_GATEWAY_API_SECRET'] ?? randomBytes(32).toString('hex')
  const channelType = given['IDENTITY_GATEWAY_CHANNEL_TYPE'] === 'LIVE' ? 'LIVE' : 'TEST'
  const redirectUrls = [`${origin}/demo/`]
  const standIn = await startPortOneStandIn(
    { storeId, channelKey, apiSecret, channelType, redirectUrls },
    personas,
  )
  return {
    standIn,
    environment: {
      IDENTITY_GATEWAY_ORIGIN: standIn.origin,
      IDENTITY_GATEWAY_STORE_ID: storeId,
      IDENTITY_GATEWAY_CHANNEL_KEY: channelKey,
      IDENTITY_GATEWAY_CHANNEL_TYPE: channelType,
      IDENTITY_GATEWAY_API_SECRET: apiSecret,
    },
  }
}

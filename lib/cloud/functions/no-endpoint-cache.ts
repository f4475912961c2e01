/**
 * Replaces the SDK's cache of discovered endpoints, and the library beneath it, in every function: discovery is off, as
 * it is by default, and DynamoDB's endpoint follows from the region.
 */
export class EndpointCache {
  /** Called before a request that asks for discovery. */
  getEndpoint(): never {
    throw new Error('this function must not discover endpoints')
  }
}

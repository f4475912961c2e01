import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'

/** A request to an API of this service, before it is signed. */
interface UnsignedRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Signs requests to API Gateway with AWS credentials. */
export type SignRequest = (
  request: UnsignedRequest,
  options?: { readonly signingDate?: Date; readonly unsignableHeaders?: Set<string> },
) => Promise<Readonly<Record<string, string>>>

/** The service name in signatures to API Gateway. */
export const signedService = 'execute-api'

/**
 * Gives the headers of a signed request (Signature Version 4). The signer, the credentials and the region are those that
 * the SDK's clients use. Throws the SDK's error when the shell has no credentials or no region.
 */
export function createSigner(config: DynamoDBClientConfig = {}): SignRequest {
  const client = new DynamoDBClient(config)
  return async ({ method, url, headers, body }, options) => {
    const signingRegion = await client.config.region()
    const scheme = { name: 'sigv4', signingName: signedService, signingRegion, properties: {} }
    const signer = await client.config.signer(scheme)
    const signed = await signer.sign(
      {
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: { ...headers, host: url.host },
        body,
      },
      options,
    )
    return signed.headers
  }
}

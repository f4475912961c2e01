import { sourceOf } from '../../../domain/limits/source.ts'
import type { World } from '../../../flows/ports/world.ts'
import type { Request } from '../request.ts'

/** CloudFront adds it to the requests to its origin, and removes any that a viewer sent. */
const viewerHeader = 'cloudfront-viewer-address'
/** The distribution adds it with the stage's origin secret. */
const secretHeader = 'x-origin-verify'

/**
 * The source of a request for rate limits: the gateway's own peer, or behind CloudFront the viewer. The viewer's
 * address is believed only together with the stage's origin secret, since anybody can call the gateway with any
 * header. No other forwarding header is read.
 */
export function requestSource(
  { headers, sourceIp }: Pick<Request, 'headers' | 'sourceIp'>,
  { originSecrets, secrets }: Pick<World, 'originSecrets' | 'secrets'>,
): string {
  const isFromCloudFront = cameThroughCloudFront({ headers }, { originSecrets, secrets })
  return sourceOf((isFromCloudFront ? viewerIn(headers.get(viewerHeader)) : undefined) ?? sourceIp)
}

/** Whether a request shows one of the stage's origin secrets. Compares with all of them in constant time. */
export function cameThroughCloudFront(
  { headers }: Pick<Request, 'headers'>,
  { originSecrets, secrets }: Pick<World, 'originSecrets' | 'secrets'>,
): boolean {
  const shown = headers.get(secretHeader)
  return shown !== undefined && originSecrets.filter((secret) => secrets.same(shown, secret)).length > 0
}

/** The address before the port: `198.51.100.7:46532`, or `2001:db8::7:46532` without brackets. */
const viewerIn = (value: string | undefined): string | undefined =>
  /^\[?([0-9a-f.:]+?)\]?:\d{1,5}$/i.exec(value?.trim() ?? '')?.[1]

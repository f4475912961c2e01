import { settings } from '../config/current-stage.ts'
import { Problem } from '../domain/values/problem.ts'
import type { Request } from '../http/request/request.ts'
import { cameThroughCloudFront } from '../http/request/sender/source.ts'
import { world } from './world.ts'

/**
 * Lets a request in. Where the stage refuses what passes CloudFront by, throws the problem `not_found` for a request without
 * the stage's origin secret, and Secrets Manager's error if that cannot be read.
 */
export async function admit(request: Pick<Request, 'headers'>): Promise<void> {
  if (settings().cloudFront?.direct !== 'refused') return
  if (!cameThroughCloudFront(request, await world())) throw new Problem('not_found')
}

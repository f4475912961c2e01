import { required } from '../config/variables.ts'
import { createBus, EventBridgeClient } from '../events/bus.ts'
import type { Publishing } from '../flows/ports/publishing.ts'
import { readChanges } from '../store/stream/stream-records.ts'
import { createRequestHandler } from './request-handler.ts'

/** The composition root of the stream's listener. It has access neither to the table nor to a secret. */

let current: Publishing | undefined

/** The ports for publishing events, built at first use. Throws an `Error` if `IEUM_BUS` is not set. */
export function publishing(): Publishing {
  current ??= {
    readChanges,
    ...createBus(
      new EventBridgeClient({ maxAttempts: 3, requestHandler: createRequestHandler() }),
      required(process.env, 'IEUM_BUS'),
    ),
  }
  return current
}

/** Makes the next use build again. The local server starts several stacks in one process. */
export function forgetPublishing(): void {
  current = undefined
}
